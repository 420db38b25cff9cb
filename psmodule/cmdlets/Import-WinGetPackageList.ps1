function Import-WinGetPackageList {
    <#
    .SYNOPSIS
    Installs the packages of a package list or a lock file.

    .DESCRIPTION
    Reads files of winget's schemas 1.0 and 2.0, and lock files. All packages are found and planned first: if one, a version or a source
    is missing, nothing is changed. Then they are installed or updated in their order, each with its own result, and pinned as the list
    says; one that fails leaves the others theirs. What is installed already stays, so a second import changes nothing. Of a lock file,
    versions and hashes must be those that were locked. -WhatIf shows every plan.

    .PARAMETER Path
    Package lists or lock files; * and ? are wildcards.

    .PARAMETER Source
    Take all packages from this source, whatever source the file names: an offline folder, or a mirror.

    .PARAMETER IgnoreUnavailable
    Leave out what no source has, with a warning.

    .PARAMETER IgnoreVersions
    Install the newest versions.

    .PARAMETER NoUpgrade
    Do not update what is installed.

    .PARAMETER AcceptPackageAgreements
    Accept the agreements of the packages. Without it a package that has some is not installed.

    .PARAMETER AcceptSourceAgreements
    Accept the agreements of the sources. It is remembered until they change.

    .PARAMETER WhenRunning
    What to do while a program of a package runs: Skip the package, Wait until it has ended, or Stop it.

    .PARAMETER MeteredConnection
    Skip: download nothing over a metered connection. Allow is the default.

    .PARAMETER TimeoutSeconds
    The time limit of each package: after it no new step is begun, and an installer that runs is ended.

    .PARAMETER LockWaitSeconds
    How long to wait while another change of this machine is under way; 120 by default.

    .INPUTS
    Files, paths, or objects with a Path.

    .OUTPUTS
    WinGetPy.InstallResult, or WinGetPy.Plan with -WhatIf

    .EXAMPLE
    Import-WinGetPackageList ./packages.json -WhatIf

    Shows what an import would do, package by package.

    .EXAMPLE
    Import-WinGetPackageList ./winget.lock.json -Source offline -AcceptPackageAgreements

    Installs exactly what was locked, from a folder that Export-WinGetPackage filled.

    .EXAMPLE
    Import-WinGetPackageList ./packages.json -IgnoreVersions -IgnoreUnavailable -NoUpgrade -AcceptSourceAgreements

    Sets up a machine with the newest versions of what sources still have, and leaves what is installed as it is.

    .EXAMPLE
    Import-WinGetPackageList ./packages.json -AcceptPackageAgreements -WhenRunning Skip -MeteredConnection Skip -TimeoutSeconds 1800 -LockWaitSeconds 600

    Imports where nobody watches: half an hour a package, and nothing over a paid connection.

    .LINK
    Export-WinGetPackageList
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-ListImport asks.')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.InstallResult', 'WinGetPy.Plan')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('ImportFile', 'FullName', 'PSPath')] [ValidateNotNullOrEmpty()]
        [string[]] $Path,

        [Parameter()]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Source,

        [switch] $IgnoreUnavailable,

        [switch] $IgnoreVersions,

        [switch] $NoUpgrade,

        [switch] $AcceptPackageAgreements,

        [switch] $AcceptSourceAgreements,

        [ValidateSet('Skip', 'Wait', 'Stop', '')]
        [string] $WhenRunning,

        [ValidateSet('Skip', 'Allow', '')]
        [string] $MeteredConnection,

        [ValidateRange(1, 2147483)]
        [int] $TimeoutSeconds,

        [ValidateRange(0, 2147483)]
        [int] $LockWaitSeconds
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        foreach ($one in Resolve-InputPath $run $_ $Path) {
            Invoke-ListImport $run $one $PSBoundParameters
            if ($run.Call.Abandoned) { break }
        }
        Exit-Abandoned $run.Call
    }
}
