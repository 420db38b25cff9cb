function Export-WinGetPackage {
    <#
    .SYNOPSIS
    Downloads packages, to be installed without network.

    .DESCRIPTION
    Downloads the installer of each package and of what it depends on into a folder, checks its hash, and writes a manifest
    beside each. The folder is a source: after `Add-WinGetSource offline <folder>` a machine without network installs its
    packages. Nothing is installed here, and what is installed here does not count.

    .PARAMETER Query
    The words of one query, which must equal the id, name or moniker of one package. Several packages are named by -Id a, b
    or through the pipeline.

    .PARAMETER PSCatalogPackage
    A package (from Find-WinGetPackage, live or from a file or another session), any object with an Id or a
    Name (a line of a CSV file, for instance), or text, mostly from the pipeline. Text must equal an id, name or moniker.

    .PARAMETER Id
    The id of the package. Several ids are several packages.

    .PARAMETER Name
    The name of the package. Ignored where -Id is given.

    .PARAMETER Moniker
    The moniker (a short name) of the package.

    .PARAMETER Source
    The name of the one source to look into.

    .PARAMETER MatchOption
    How texts are compared: EqualsCaseInsensitive (the default), Equals, StartsWithCaseInsensitive or ContainsCaseInsensitive.

    .PARAMETER Version
    The version to download; by default the newest. Piped packages of Find-WinGetPackage bring theirs.

    .PARAMETER AllowHashMismatch
    Go on although the download is not what the manifest says. Only where the settings allow it.

    .PARAMETER Architecture
    The architecture of the machine that it is for: X86, X64, Arm, Arm64 or Neutral. By default that of this machine.

    .PARAMETER InstallerType
    The type of the installer, for instance Portable, Zip, Msi or Exe. By default any.

    .PARAMETER Locale
    The locale of the installer, for instance de-DE.

    .PARAMETER Scope
    An installer for the user (User) or for all users (Machine, or System). Any is the default.

    .PARAMETER SkipDependencies
    Do not download what the package depends on.

    .PARAMETER DownloadDirectory
    The folder for the files; those of dependencies go into its folder Dependencies. By default a folder of the package's own
    in the user's downloads, or in the setting downloadBehavior.defaultDownloadDirectory.

    .PARAMETER Force
    Accept an object that was listed on another machine.

    .PARAMETER Header
    A text for REST sources, sent with this command only: their Windows-Package-Manager header, up to 1024 characters.

    .PARAMETER AcceptPackageAgreements
    Accept the agreements of the package. Without it a package that has some is not downloaded.

    .PARAMETER AcceptSourceAgreements
    Accept the agreements of the sources. It is remembered until they change.

    .PARAMETER TimeoutSeconds
    The time limit of the whole command: after it a download is stopped and no further one begun.

    .INPUTS
    Text, packages, or objects with an Id, Name, Moniker or Query.

    .OUTPUTS
    WinGetPy.DownloadResult

    .EXAMPLE
    Export-WinGetPackage -Id Git.Git -DownloadDirectory ./offline

    Downloads a package with what it depends on.

    .EXAMPLE
    'Git.Git', '7zip.7zip' | Export-WinGetPackage -DownloadDirectory ./offline -Architecture Arm64

    Downloads two packages for machines of another architecture.

    .EXAMPLE
    Export-WinGetPackage git -Source winget -Version 2.44.0 -DownloadDirectory ./offline -AcceptPackageAgreements -AcceptSourceAgreements

    Downloads one version from one source, and accepts all terms.

    .EXAMPLE
    Get-WinGetPackage -Source winget | Export-WinGetPackage -DownloadDirectory ./offline -TimeoutSeconds 3600 -Force

    Downloads what is installed here or, with a saved list, on another machine, for an hour at most.

    .EXAMPLE
    Export-WinGetPackage -Name Git -MatchOption EqualsCaseInsensitive -InstallerType Zip -Scope User -Locale en-US -SkipDependencies

    Downloads the archive of the package with exactly this name to the user's downloads, without what it depends on.

    .EXAMPLE
    Export-WinGetPackage -Moniker 7zip -DownloadDirectory ./offline -AllowHashMismatch -Header team=build

    Downloads although the file is not what the manifest says, from a REST source that expects a text. An administrator has to allow that (Enable-WinGetSetting).

    .LINK
    Install-WinGetPackage

    .LINK
    Add-WinGetSource
    #>
    [Alias('ewgp')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-PackageDownload asks.')]
    [CmdletBinding(DefaultParameterSetName = 'FoundSet', SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.DownloadResult')]
    param(
        [Parameter(ParameterSetName = 'FoundSet', Position = 0, ValueFromPipelineByPropertyName, ValueFromRemainingArguments)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageId $args[2] $args[4] } @args })]
        [object[]] $Query,

        [Parameter(ParameterSetName = 'GivenSet', ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('InputObject')] [ValidateNotNull()]
        [psobject] $PSCatalogPackage,

        [Parameter(ParameterSetName = 'FoundSet', ValueFromPipelineByPropertyName)]
        [Alias('PackageIdentifier')] [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageId $args[2] $args[4] } @args })]
        [string[]] $Id,

        [Parameter(ParameterSetName = 'FoundSet', ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageName $args[2] $args[4] } @args })]
        [string] $Name,

        [Parameter(ParameterSetName = 'FoundSet', ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-Moniker $args[2] $args[4] } @args })]
        [string] $Moniker,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Source,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Equals', 'EqualsCaseInsensitive', 'StartsWithCaseInsensitive', 'ContainsCaseInsensitive', '')]
        [string] $MatchOption,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageVersion $args[2] $args[4] $args[3] } @args })]
        [string] $Version,

        [switch] $AllowHashMismatch,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'X86', 'Arm', 'X64', 'Arm64', 'Neutral', '')]
        [string] $Architecture,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'Inno', 'Wix', 'Msi', 'Nullsoft', 'Zip', 'Msix', 'Appx', 'Exe', 'Burn', 'MSStore', 'Pwa', 'Portable', 'Font', 'Unknown', '')]
        [string] $InstallerType,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Locale,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Any', 'User', 'System', 'Machine', 'UserOrUnknown', 'SystemOrUnknown', '')]
        [string] $Scope,

        [switch] $SkipDependencies,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()]
        [string] $DownloadDirectory,

        [switch] $Force,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Header,

        [switch] $AcceptPackageAgreements,

        [switch] $AcceptSourceAgreements,

        [ValidateRange(1, 2147483)]
        [int] $TimeoutSeconds
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        Invoke-PackageDownload $run $PSBoundParameters
    }
}
