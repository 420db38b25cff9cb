function Get-WinGetVersion {
    <#
    .SYNOPSIS
    The version of the engine.

    .DESCRIPTION
    Starts the engine if it does not run yet, and emits its version with a leading v, as winget does.

    .OUTPUTS
    System.String

    .EXAMPLE
    Get-WinGetVersion

    Shows the version, for instance v0.1.0.

    .EXAMPLE
    [version](Get-WinGetVersion).TrimStart('v') -ge [version]'0.1.0'

    Asks in a script whether the engine is new enough.
    #>
    [Alias('gwgv')]
    [CmdletBinding()]
    [OutputType([string])]
    param()

    Use-CallerPreference $PSCmdlet $PSBoundParameters
    $engine = Connect-Engine $PSCmdlet
    "v$($engine.Version)"
}
