function Disable-WinGetSetting {
    <#
    .SYNOPSIS
    Switches an administrator's setting of the machine off.

    .DESCRIPTION
    Needs administrator rights. What Group Policy decides cannot be switched. Emits nothing.

    .PARAMETER Name
    The setting. LocalManifestFiles: packages named by a manifest; InstallerHashOverride: installers with another hash;
    LocalArchiveMalwareScanOverride, ProxyCommandLineOptions, ConfigurationProcessorPath: these options of the command line;
    BypassCertificatePinningForMicrosoftStore: no comparison with the pinned certificates of the Microsoft Store.

    .INPUTS
    The name of a setting, or an object with a Name.

    .OUTPUTS
    None

    .EXAMPLE
    Disable-WinGetSetting -Name LocalManifestFiles

    Switches it off.

    .EXAMPLE
    'LocalManifestFiles', 'InstallerHashOverride' | Disable-WinGetSetting -WhatIf

    Shows what would be switched.

    .LINK
    Get-WinGetSetting
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-SettingRequest asks.')]
    [Alias('dwgs')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidateSet('LocalManifestFiles', 'BypassCertificatePinningForMicrosoftStore', 'InstallerHashOverride', 'LocalArchiveMalwareScanOverride', 'ProxyCommandLineOptions', 'ConfigurationProcessorPath')]
        [string] $Name
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        $null = Invoke-SettingRequest $run setting/set @{ Name = $Name; Enabled = $false } -Action SettingOff -Target $Name
    }
}
