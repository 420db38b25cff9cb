function Get-WinGetPin {
    <#
    .SYNOPSIS
    Lists the pins.

    .DESCRIPTION
    Emits one object a pin: the package, and how updates leave it alone. All criteria must hold; without any, every pin is listed.

    .PARAMETER Query
    The words of one query, looked for in ids and names of pins.

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
    How texts are compared: Equals, EqualsCaseInsensitive, StartsWithCaseInsensitive or ContainsCaseInsensitive (the default).

    .PARAMETER Header
    A text for REST sources, sent with this command only: their Windows-Package-Manager header, up to 1024 characters.

    .PARAMETER AcceptSourceAgreements
    Accept the agreements of the sources. It is remembered until they change.

    .INPUTS
    Text, packages, or objects with an Id, Name, Moniker or Query.

    .OUTPUTS
    WinGetPy.Pin

    .EXAMPLE
    Get-WinGetPin

    Lists all pins.

    .EXAMPLE
    Get-WinGetPin -Id Git.Git

    Shows the pin of one package.

    .EXAMPLE
    Get-WinGetPin git -Source winget

    Shows the pins of a package of one source.

    .EXAMPLE
    Get-WinGetPackage -UpdateAvailable | Get-WinGetPin

    Lists the pins of what could be updated.

    .EXAMPLE
    Get-WinGetPin -Name Git -MatchOption EqualsCaseInsensitive -AcceptSourceAgreements

    Shows the pins of the package with exactly this name.

    .EXAMPLE
    Get-WinGetPin -Moniker 7zip -Header team=build

    Looks up a package by its short name in a REST source that expects a text.

    .LINK
    Add-WinGetPin
    #>
    [CmdletBinding(DefaultParameterSetName = 'FoundSet')]
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

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Header,

        [switch] $AcceptSourceAgreements
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        Invoke-PinRequest $run pin/list $PSBoundParameters
    }
}
