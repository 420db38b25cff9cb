function Test-WinGetUserSetting {
    <#
    .SYNOPSIS
    Whether the user's settings are these.

    .DESCRIPTION
    Emits true where what is in the user's settings.json equals the given settings, else false; -Verbose names what differs. A file that
    is not valid equals nothing.

    .PARAMETER UserSettings
    The settings as a table, in the words of settings.json. A $null counts as not given.

    .PARAMETER IgnoreNotSet
    Compare only what is given; lists may have more.

    .INPUTS
    An object with a property UserSettings.

    .OUTPUTS
    System.Boolean

    .EXAMPLE
    Test-WinGetUserSetting -UserSettings @{ source = @{ autoUpdateIntervalInMinutes = 60 } } -IgnoreNotSet

    Looks at one setting.

    .EXAMPLE
    Test-WinGetUserSetting -UserSettings (Get-WinGetUserSetting)

    Is true: these are all the settings that the file has.

    .LINK
    Set-WinGetUserSetting
    #>
    [Alias('twgus', 'Test-WinGetUserSettings')]
    [CmdletBinding()]
    [OutputType([bool])]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipelineByPropertyName)]
        [hashtable] $UserSettings,

        [Parameter(ValueFromPipelineByPropertyName)]
        [switch] $IgnoreNotSet
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        $answer = Invoke-SettingRequest $run setting/test @{ Settings = ConvertTo-SettingText $UserSettings; IgnoreNotSet = $IgnoreNotSet.IsPresent }
        if ($answer) {
            foreach ($name in $answer.Differences) { $PSCmdlet.WriteVerbose((Get-Message SettingDiffers $name)) }
            [bool]$answer.InDesiredState
        }
    }
}
