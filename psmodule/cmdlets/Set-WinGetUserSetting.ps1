function Set-WinGetUserSetting {
    <#
    .SYNOPSIS
    Writes the user's settings.

    .DESCRIPTION
    Replaces the user's settings.json, or with -Merge changes what is given of it. The file before is kept beside it as
    settings.json.backup; comments in it are lost. Emits the settings as they are then; what of them is not used is warned of.

    .PARAMETER UserSettings
    The settings as a table, in the words of settings.json. A $null counts as not given.

    .PARAMETER Merge
    Keep what is not given; add to lists what they lack.

    .INPUTS
    An object with a property UserSettings.

    .OUTPUTS
    System.Collections.Hashtable

    .EXAMPLE
    Set-WinGetUserSetting -UserSettings @{ source = @{ autoUpdateIntervalInMinutes = 60 } } -Merge

    Changes one setting.

    .EXAMPLE
    Set-WinGetUserSetting -UserSettings @{} -WhatIf

    Shows what writing empty settings would do.

    .LINK
    Test-WinGetUserSetting
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-SettingRequest asks.')]
    [Alias('swgus', 'Set-WinGetUserSettings')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType([hashtable])]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [hashtable] $UserSettings,

        [Parameter(ValueFromPipelineByPropertyName)]
        [switch] $Merge
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        $ask = @{ Settings = ConvertTo-SettingText $UserSettings; Merge = $Merge.IsPresent }
        $answer = Invoke-SettingRequest $run setting/write $ask -Action WriteSettings -Target ((@($UserSettings.Keys | Sort-Object) -join ', ') -replace '^$', (Get-Message NoneOfThem))
        if ($answer) { ConvertTo-Table (ConvertFrom-Json $answer.Settings) }
    }
}
