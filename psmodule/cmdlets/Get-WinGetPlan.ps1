function Get-WinGetPlan {
    <#
    .SYNOPSIS
    What a change of packages would do.

    .DESCRIPTION
    Emits one plan a package, as -WhatIf of the command itself does: the version before and after, the installer, where it comes from
    and how large it is, the scope, the steps, what would be installed before it, and why not. Changes nothing. Where a plan
    cannot be carried out its error is written, too.

    .PARAMETER Operation
    The change: Install (the default), Update, Uninstall or Repair.

    .PARAMETER Query
    The words of one query, which must equal the id, name or moniker of one package. Several packages are named by -Id a, b
    or through the pipeline.

    .PARAMETER PSCatalogPackage
    A package (from Find-WinGetPackage or Get-WinGetPackage), any object with an Id or a Name, or text, mostly from the pipeline.
    Text must equal an id, name or moniker.

    .PARAMETER Id
    The id of the package. Several ids are several packages.

    .PARAMETER Name
    The name of the package. Ignored where -Id is given.

    .PARAMETER Moniker
    The moniker (a short name) of the package.

    .PARAMETER Source
    The name of the one source whose package is meant.

    .PARAMETER MatchOption
    How texts are compared: EqualsCaseInsensitive (the default), Equals, StartsWithCaseInsensitive or ContainsCaseInsensitive.

    .PARAMETER Version
    The version to change to; of an uninstall or a repair the installed one.

    .PARAMETER AllowHashMismatch
    Accept an installer whose hash differs from the manifest's; an administrator has to allow it.

    .PARAMETER Architecture
    The architecture that the installer must have.

    .PARAMETER InstallerType
    The type that the installer must have.

    .PARAMETER Locale
    The language that the installer must have, such as de-DE.

    .PARAMETER Scope
    User, or Machine (System means the same).

    .PARAMETER SkipDependencies
    Plan no dependencies.

    .PARAMETER IncludeUnknown
    Plan the update of a package whose installed version is unknown, too.

    .PARAMETER UninstallPrevious
    Plan an update that uninstalls the version before.

    .PARAMETER Mode
    Default, Silent or Interactive.

    .PARAMETER Override
    Arguments of the installer in place of the manifest's.

    .PARAMETER Custom
    Arguments of the installer added to the manifest's.

    .PARAMETER Location
    The folder to install into.

    .PARAMETER Force
    Plan what would be left alone without it, and accept an object that was listed on another machine.

    .PARAMETER Header
    A text for REST sources, sent with this command only: their Windows-Package-Manager header, up to 1024 characters.

    .PARAMETER AcceptPackageAgreements
    Plan as if the agreements of the packages were accepted.

    .PARAMETER AcceptSourceAgreements
    Accept the agreements of the sources. It is remembered until they change.

    .INPUTS
    Packages, text, or objects with an Id, Name, Moniker or Query.

    .OUTPUTS
    WinGetPy.Plan

    .EXAMPLE
    Get-WinGetPlan -Id Git.Git

    Shows what Install-WinGetPackage -Id Git.Git would do.

    .EXAMPLE
    Get-WinGetPackage -UpdateAvailable | Get-WinGetPlan -Operation Update | Format-Table Id, FromVersion, ToVersion, Size

    Lists what an update of everything would download.

    .EXAMPLE
    (Get-WinGetPlan git -Source winget -AcceptSourceAgreements).Steps

    Lists the steps that an install would take: files, links, registry values, programs.

    .EXAMPLE
    Get-WinGetPlan -Name Git -Version 2.44.0 -MatchOption EqualsCaseInsensitive -SkipDependencies

    Plans one version of the package with exactly this name, without what it depends on.

    .EXAMPLE
    Get-WinGetPlan -Moniker 7zip -Architecture X64 -InstallerType Zip -Scope User -Locale en-US -Location D:\Tools\7-Zip

    Shows which installer would be taken for these wishes, and where it would install to.

    .EXAMPLE
    Get-WinGetPlan -Id Contoso.Tool -Mode Silent -Custom '/log' -AcceptPackageAgreements

    Shows the command line of the installer with one more argument, as if the agreements were accepted.

    .EXAMPLE
    Get-WinGetPlan -Id Contoso.Tool -Override '/quiet' -AllowHashMismatch -Header team=build

    Plans an installer that was replaced on its server, with other arguments. An administrator has to allow that (Enable-WinGetSetting).

    .EXAMPLE
    Get-WinGetPlan -Operation Update -Id Git.Git -UninstallPrevious -IncludeUnknown -Force

    Plans an update that removes the version before, whatever version that is.

    .LINK
    Install-WinGetPackage
    #>
    [CmdletBinding(DefaultParameterSetName = 'FoundSet')]
    [OutputType('WinGetPy.Plan')]
    param(
        [ValidateSet('Install', 'Update', 'Uninstall', 'Repair')]
        [string] $Operation = 'Install',

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
        [string] $Name,

        [Parameter(ParameterSetName = 'FoundSet', ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
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

        [switch] $IncludeUnknown,

        [switch] $UninstallPrevious,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Default', 'Silent', 'Interactive', '')]
        [string] $Mode,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Override,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Custom,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Location,

        [switch] $Force,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Header,

        [switch] $AcceptPackageAgreements,

        [switch] $AcceptSourceAgreements
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        Assert-Criterion $PSCmdlet $PSBoundParameters
        Show-PlanOfRequest $run $Operation $PSBoundParameters
    }
}
