function Get-WinGetUserSetting {
    <#
    .SYNOPSIS
    The user's settings.

    .DESCRIPTION
    Emits what is in the user's settings.json as a table: an empty one where there is no file, an error for one that is not valid.
    What of it is not used is warned of.

    .OUTPUTS
    System.Collections.Hashtable

    .EXAMPLE
    Get-WinGetUserSetting

    Shows the user's settings.

    .EXAMPLE
    (Get-WinGetUserSetting).source.autoUpdateIntervalInMinutes

    Shows one setting of the file.

    .LINK
    Set-WinGetUserSetting
    #>
    [Alias('gwgus', 'Get-WinGetUserSettings')]
    [CmdletBinding()]
    [OutputType([hashtable])]
    param()

    Use-CallerPreference $PSCmdlet $PSBoundParameters
    $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    $answer = Invoke-SettingRequest $run setting/get @{ Strict = $true }
    if ($answer) { ConvertTo-Table (ConvertFrom-Json $answer.Document) }
}
