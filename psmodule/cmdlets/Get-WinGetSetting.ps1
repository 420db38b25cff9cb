function Get-WinGetSetting {
    <#
    .SYNOPSIS
    The administrator's settings of the machine, and where the user's settings are.

    .DESCRIPTION
    Emits a table with adminSettings, userSettingsFile and the address of the schema, as winget settings export prints it. Each
    administrator's setting has the value that holds, whoever decided it: Group Policy, an administrator or nobody.

    .PARAMETER AsPlainText
    Emit the line of JSON itself.

    .OUTPUTS
    System.Collections.Hashtable, or System.String with -AsPlainText

    .EXAMPLE
    (Get-WinGetSetting).adminSettings

    Shows the administrator's settings.

    .EXAMPLE
    Get-WinGetSetting -AsPlainText

    Prints the settings as JSON.

    .LINK
    Enable-WinGetSetting
    #>
    [Alias('gwgse', 'Get-WinGetSettings')]
    [CmdletBinding()]
    [OutputType([hashtable], [string])]
    param(
        [Parameter(ValueFromPipelineByPropertyName)]
        [switch] $AsPlainText
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        $answer = Invoke-SettingRequest $run setting/export
        if ($answer) { if ($AsPlainText) { $answer.Export } else { ConvertTo-Table (ConvertFrom-Json $answer.Export) } }
    }
}
