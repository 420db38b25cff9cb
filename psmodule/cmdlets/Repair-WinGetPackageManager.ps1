function Repair-WinGetPackageManager {
    <#
    .SYNOPSIS
    Mends the package manager.

    .DESCRIPTION
    Looks at the engine's own files, its sources and its records, and mends what is wrong: an interrupted change is finished or
    undone, broken settings give way to their backup, damaged or missing indexes of sources are built again, a machine
    without sources gets winget's own. Emits one object a check. Nothing is downloaded but what sources need, and no other version of the
    module or the engine is installed: what to update is said in the error.

    .PARAMETER Version
    The version that the engine must have, with or without a v; * and ? are wildcards.

    .PARAMETER Latest
    The engine must have the version of this module, the newest that is here. No server is asked.

    .PARAMETER IncludePrerelease
    Accepted for scripts of Microsoft.WinGet.Client; without effect, for no server is asked.

    .PARAMETER AllUsers
    Mend what belongs to the machine: needs administrator rights, with which the engine works on it anyway.

    .PARAMETER Force
    Set settings aside that nobody can read and that have no backup: they are renamed, and the defaults hold.

    .OUTPUTS
    WinGetPy.HealthReport

    .EXAMPLE
    Repair-WinGetPackageManager

    Mends what is wrong.

    .EXAMPLE
    Repair-WinGetPackageManager -Version *.*

    Mends what is wrong with an engine of any version.

    .EXAMPLE
    Repair-WinGetPackageManager -Latest -IncludePrerelease

    Mends what is wrong, and says what to update where engine and module are not of one version.

    .EXAMPLE
    Repair-WinGetPackageManager -AllUsers -Force

    Mends also what belongs to the machine, and sets settings aside that nobody can read.

    .LINK
    Get-WinGetVersion
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Confirm-Change asks.')]
    [Alias('rpwgpm')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium', DefaultParameterSetName = 'IntegrityVersionSet')]
    [OutputType('WinGetPy.HealthReport')]
    param(
        [Parameter(ParameterSetName = 'IntegrityVersionSet', ValueFromPipelineByPropertyName)]
        [string] $Version,

        [Parameter(ParameterSetName = 'IntegrityLatestSet', ValueFromPipelineByPropertyName)]
        [switch] $Latest,

        [Parameter(ValueFromPipelineByPropertyName)]
        [switch] $IncludePrerelease,

        [Parameter(ValueFromPipelineByPropertyName)]
        [switch] $AllUsers,

        [Parameter(ValueFromPipelineByPropertyName)]
        [switch] $Force
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
        $null = $Version, $Latest   # Assert-EngineVersion reads them as bound
        $null = $IncludePrerelease
    }

    process {
        if ((Confirm-Change $PSCmdlet (Get-Message MendPackageManager)) -ne 'Yes') { return }
        Assert-EngineVersion $run $PSBoundParameters
        Repair-EngineHealth $run -AllUsers:$AllUsers -Force:$Force
    }
}
