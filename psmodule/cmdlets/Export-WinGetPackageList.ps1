function Export-WinGetPackageList {
    <#
    .SYNOPSIS
    Writes what is installed into a package list or a lock file.

    .DESCRIPTION
    Writes each installed package that a source has into a file of winget's schema 2.0, with its scope, its pin and what was given at its
    install; winget import reads it, too. What no source has is a warning and stays out. -Lock writes a lock file: the exact versions,
    every installer with its hash, and the dependencies, each before what needs it. Emits one object for each installed package.

    .PARAMETER Path
    The file. One that is there is replaced, unless -NoClobber is given.

    .PARAMETER Source
    Only what this source has.

    .PARAMETER IncludeVersions
    With the installed versions.

    .PARAMETER Lock
    Write a lock file.

    .PARAMETER NoClobber
    Do not replace a file.

    .PARAMETER AcceptSourceAgreements
    Accept the agreements of the sources. It is remembered until they change.

    .INPUTS
    None.

    .OUTPUTS
    WinGetPy.ExportedPackage

    .EXAMPLE
    Export-WinGetPackageList ./packages.json

    Lists what is installed, for the newest versions on another machine.

    .EXAMPLE
    Export-WinGetPackageList ./winget.lock.json -Lock | Where-Object { -not $_.Exported }

    Locks what is installed, and shows what is not in the file, with the reason.

    .EXAMPLE
    Export-WinGetPackageList ./packages.json -Source winget -IncludeVersions -AcceptSourceAgreements

    Lists what one source has, with the installed versions.

    .EXAMPLE
    Export-WinGetPackageList ./packages-$(Get-Date -Format yyyy-MM-dd).json -NoClobber

    Keeps one list a day; a second one is refused.

    .LINK
    Import-WinGetPackageList
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Low')]
    [OutputType('WinGetPy.ExportedPackage')]
    param(
        [Parameter(Mandatory, Position = 0)]
        [Alias('Output')] [ValidateNotNullOrEmpty()]
        [string] $Path,

        [Parameter()]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Source,

        [switch] $IncludeVersions,

        [switch] $Lock,

        [switch] $NoClobber,

        [switch] $AcceptSourceAgreements
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        $ask = Get-ListRequest $run $PSBoundParameters $Path
        if ($PSCmdlet.ShouldProcess($ask.Path, (Get-Message WriteList))) {
            Invoke-Engine -Call $run.Call -Method packageList/export -Parameter $ask -ItemsAs ExportedPackage
            if ($run.Call.Error) { Write-EngineError $PSCmdlet $run.Call.Error $Path }
        }
        Exit-Abandoned $run.Call
    }
}
