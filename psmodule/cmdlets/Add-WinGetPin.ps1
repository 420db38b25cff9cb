function Add-WinGetPin {
    <#
    .SYNOPSIS
    Leaves a package out of updates, or keeps it to some versions.

    .DESCRIPTION
    Pins one package, installed or not. Without -Version, -Blocking and -SkipVersion it is left out of updates of many packages
    (-All and the pipeline), and updated when it is named. Every update of this engine heeds pins; -Force of the update does not.

    .PARAMETER Query
    The words of one query, which must equal the id, name or moniker of one package. Several packages are named by -Id a, b
    or through the pipeline.

    .PARAMETER PSCatalogPackage
    A package (from Find-WinGetPackage, Get-WinGetPackage), any object with an Id or a Name, or text, mostly
    from the pipeline. Text must equal an id, name or moniker.

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
    Keep to versions that fit this range: 1.2.* is every version that begins with 1.2, any other text that version alone.

    .PARAMETER Blocking
    Let nothing update the package, not even by its name.

    .PARAMETER SkipVersion
    Leave out this one version. It is recorded besides any other pin, and several versions can be skipped.

    .PARAMETER Installed
    Pin what is installed, by its product code or package family name, whatever source it is from.

    .PARAMETER Force
    Put the pin in the place of another one of the package, and accept an object that was listed on another machine.

    .PARAMETER Header
    A text for REST sources, sent with this command only: their Windows-Package-Manager header, up to 1024 characters.

    .PARAMETER AcceptSourceAgreements
    Accept the agreements of the sources. It is remembered until they change.

    .INPUTS
    Text, packages, or objects with an Id, Name, Moniker or Query.

    .OUTPUTS
    WinGetPy.Pin

    .EXAMPLE
    Add-WinGetPin -Id Git.Git

    Leaves Git out of Update-WinGetPackage -All.

    .EXAMPLE
    Add-WinGetPin -Id Git.Git -Version '2.*'

    Keeps Git to version 2.

    .EXAMPLE
    Get-WinGetPackage -UpdateAvailable | Where-Object Name -like '*Server*' | Add-WinGetPin -Blocking

    Blocks the updates of some packages.

    .EXAMPLE
    Add-WinGetPin git -SkipVersion 2.44.0

    Leaves out one version, and takes the next.

    .EXAMPLE
    Add-WinGetPin -Name Git -Source winget -MatchOption EqualsCaseInsensitive -Version '2.*' -Force

    Replaces the pin of the package with exactly this name.

    .EXAMPLE
    Add-WinGetPin -Id Git.Git -Installed

    Pins what is installed, whichever source offers an update.

    .EXAMPLE
    Add-WinGetPin -Moniker 7zip -Header team=build -AcceptSourceAgreements

    Finds the package by its short name in a REST source that expects a text and has terms of use.

    .LINK
    Get-WinGetPin
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-PinRequest asks.')]
    [CmdletBinding(DefaultParameterSetName = 'FoundSet', SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.Pin')]
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

        [ValidatePattern('\S')]
        [string] $Version,

        [switch] $Blocking,

        [ValidatePattern('\S')]
        [string] $SkipVersion,

        [switch] $Installed,

        [switch] $Force,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Header,

        [switch] $AcceptSourceAgreements
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        Assert-Criterion $PSCmdlet $PSBoundParameters
        Invoke-PinRequest $run pin/add $PSBoundParameters -Action AddPin
    }
}
