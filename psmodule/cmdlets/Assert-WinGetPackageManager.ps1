function Assert-WinGetPackageManager {
    <#
    .SYNOPSIS
    Ends with an error where something is wrong with the package manager.

    .DESCRIPTION
    Looks at the engine's own files, its sources and its records, and at its version where one is named. Emits nothing where all is
    well; else it ends with one error that says everything that is wrong.

    .PARAMETER Version
    The version that the engine must have, with or without a v; * and ? are wildcards.

    .PARAMETER Latest
    The engine must have the version of this module, the newest that is here. No server is asked.

    .PARAMETER IncludePrerelease
    Accepted for scripts of Microsoft.WinGet.Client; without effect, for no server is asked.

    .OUTPUTS
    None

    .EXAMPLE
    Assert-WinGetPackageManager

    Looks whether all is well.

    .EXAMPLE
    Assert-WinGetPackageManager -Version *.*

    Looks also at the version.

    .EXAMPLE
    Assert-WinGetPackageManager -Latest -IncludePrerelease

    Looks also whether engine and module are of one version.

    .LINK
    Get-WinGetVersion
    #>
    [Alias('awgpm')]
    [CmdletBinding(DefaultParameterSetName = 'IntegrityVersionSet')]
    param(
        [Parameter(ParameterSetName = 'IntegrityVersionSet', ValueFromPipelineByPropertyName)]
        [string] $Version,

        [Parameter(ParameterSetName = 'IntegrityLatestSet', ValueFromPipelineByPropertyName)]
        [switch] $Latest,

        [Parameter(ValueFromPipelineByPropertyName)]
        [switch] $IncludePrerelease
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
        $null = $Version, $Latest   # Assert-EngineVersion reads them as bound
        $null = $IncludePrerelease
    }

    process {
        Assert-EngineVersion $run $PSBoundParameters
        Assert-EngineHealth $run
    }
}
