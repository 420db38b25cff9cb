function Get-WinGetPackageInfo {
    <#
    .SYNOPSIS
    Shows all that a source says of one version of a package.

    .DESCRIPTION
    Emits one object a package with everything that its manifest says, in the user's language where the manifest has it, else
    in its default one: descriptions, agreements, documentation, icons, versions, dependencies and every installer. Installer
    is the one that an installation would take here and now, and its Reasons say why; the Reasons of each other one in
    Installers say why not. Where no installer of the newest version fits, Error says so, and InstallableVersion is the older
    version that an installation would take. Nothing is downloaded or changed.

    .PARAMETER Query
    The words of one query: the id, name or moniker of the package.

    .PARAMETER PSCatalogPackage
    A package, any object with an Id or a Name (a line of a CSV file, for instance), or text, mostly from the pipeline. Of a
    found package its Version is shown, of an installed one the newest.

    .PARAMETER Id
    The id of the package. Several ids are several packages.

    .PARAMETER Name
    The name of the package. Ignored where -Id is given.

    .PARAMETER Moniker
    The moniker of the package.

    .PARAMETER Source
    The name of the one source to look in.

    .PARAMETER MatchOption
    How texts are compared: Equals, EqualsCaseInsensitive (the default), StartsWithCaseInsensitive or ContainsCaseInsensitive.

    .PARAMETER Version
    The version to show, in any spelling; the newest by default.

    .PARAMETER Architecture
    The architecture that the installer must have.

    .PARAMETER InstallerType
    The type that the installer must be.

    .PARAMETER Locale
    The locale that the installer must have, a tag such as de-DE. Texts are shown in this language, too, where they are written
    in it.

    .PARAMETER Scope
    The scope that the installer must be for.

    .PARAMETER Header
    A text for REST sources, sent with this command only: their Windows-Package-Manager header, up to 1024 characters.

    .PARAMETER AcceptSourceAgreements
    Accept the agreements of the sources. It is remembered until they change.

    .INPUTS
    Text, packages, or objects with an Id, Name, Moniker or Query.

    .OUTPUTS
    WinGetPy.PackageDetail

    .EXAMPLE
    Get-WinGetPackageInfo Git.Git

    Shows the newest version of a package.

    .EXAMPLE
    Find-WinGetPackage rust -Count 5 | Get-WinGetPackageInfo | Select-Object Id, License, PackageUrl

    Shows licence and homepage of packages that were found.

    .EXAMPLE
    (Get-WinGetPackageInfo -Id Git.Git -Architecture X86).Installers | Format-Table Fit, Architecture, Scope, Reasons

    Shows which installer would be taken, and why the others would not.

    .EXAMPLE
    Get-WinGetPackageInfo -Id Git.Git -Version 2.44.0 | Install-WinGetPackage -WhatIf

    Shows what installing the version would do.

    .EXAMPLE
    Get-WinGetPackageInfo -Name Git -Source winget -MatchOption EqualsCaseInsensitive -AcceptSourceAgreements

    Shows a package of one source by its exact name.

    .EXAMPLE
    Get-WinGetPackageInfo -Moniker git -Locale de-DE | Format-List Name, Description, ReleaseNotes

    Shows the texts of a package in German where it has them.

    .EXAMPLE
    (Get-WinGetPackageInfo 7zip.7zip -InstallerType Zip -Scope User -Header team=build).Installers | Where-Object Fit

    Lists the installers that fit: archives for the user. The header is for a REST source of one's own.

    .LINK
    Find-WinGetPackage

    .LINK
    Install-WinGetPackage
    #>
    [CmdletBinding(DefaultParameterSetName = 'FoundSet')]
    [OutputType('WinGetPy.PackageDetail')]
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

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Header,

        [switch] $AcceptSourceAgreements
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        Invoke-PackageInfo $run $PSBoundParameters
    }
}
