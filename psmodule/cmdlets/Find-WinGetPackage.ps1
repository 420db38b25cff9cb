function Find-WinGetPackage {
    <#
    .SYNOPSIS
    Finds packages in the configured sources.

    .DESCRIPTION
    Searches the sources and emits one object a package, best matches first. Without criteria every package is listed. All
    criteria that are given must hold. No match is no error: nothing is emitted; packages with names
    near the query are then shown on the information stream.

    .PARAMETER Query
    The words of one query, looked for in ids, names, monikers, tags and commands.

    .PARAMETER PSCatalogPackage
    A package, any object with an Id or a Name (a line of a CSV file, for instance), or text, mostly from the pipeline. Text
    is a query; a package with an Id is looked up by exactly this id.

    .PARAMETER Id
    Limits to packages whose id contains this text; * and ? are wildcards. Several ids make one search each.

    .PARAMETER Name
    Limits to packages whose name contains this text; * and ? are wildcards. Ignored where -Id is given.

    .PARAMETER Moniker
    Limits to packages whose moniker (a short name) contains this text.

    .PARAMETER Version
    Limits to packages that have this version, in any spelling; the object then has it as its Version, which Install-WinGetPackage
    takes from the pipeline.

    .PARAMETER Tag
    Limits to packages with a tag that contains this text.

    .PARAMETER Command
    Limits to packages with a command that contains this text.

    .PARAMETER Source
    The name of the one source to search.

    .PARAMETER MatchOption
    How texts are compared: Equals, EqualsCaseInsensitive, StartsWithCaseInsensitive or ContainsCaseInsensitive (the default).

    .PARAMETER Count
    The largest number of packages; 0, the default, is all.

    .PARAMETER Header
    A text for REST sources, sent with this command only: their Windows-Package-Manager header, up to 1024 characters.

    .PARAMETER AcceptSourceAgreements
    Accept the agreements of the sources. It is remembered until they change.

    .INPUTS
    Text, packages, or objects with an Id, Name, Moniker or Query.

    .OUTPUTS
    WinGetPy.FoundPackage

    .EXAMPLE
    Find-WinGetPackage visual studio code

    Finds packages by the words of one query.

    .EXAMPLE
    Find-WinGetPackage -Id Git.Git -MatchOption Equals | Install-WinGetPackage -WhatIf

    Finds one package by its exact id and shows what installing it would do.

    .EXAMPLE
    Find-WinGetPackage -Tag editor -Command code -MatchOption EqualsCaseInsensitive

    Finds packages with a tag and a command.

    .EXAMPLE
    Find-WinGetPackage -Id Git.Git -MatchOption Equals -Version 2.44.0 | Install-WinGetPackage -WhatIf

    Finds one version of a package and shows what installing it would do.

    .EXAMPLE
    'git', '7zip' | Find-WinGetPackage -Count 5

    Searches twice, for five packages each.

    .EXAMPLE
    Find-WinGetPackage -Name 'Visual Studio *' -Source winget -AcceptSourceAgreements

    Finds packages of one source by their names, and accepts the source's terms of use.

    .EXAMPLE
    Find-WinGetPackage -Moniker vscode | Select-Object Id, Version, AvailableVersions

    Finds a package by its short name, and lists its versions.

    .EXAMPLE
    Import-Csv packages.csv | Find-WinGetPackage -Header team=build

    Looks up each package of a file by its Id, and sends a text that a REST source of one's own expects.

    .LINK
    Install-WinGetPackage
    #>
    [Alias('fdwgp')]
    [CmdletBinding(DefaultParameterSetName = 'FoundSet')]
    [OutputType('WinGetPy.FoundPackage')]
    param(
        [Parameter(ParameterSetName = 'FoundSet', Position = 0, ValueFromPipelineByPropertyName, ValueFromRemainingArguments)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageId $args[2] $args[4] } @args })]
        [object[]] $Query,

        [Parameter(ParameterSetName = 'GivenSet', ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('InputObject')] [ValidateNotNull()]
        [psobject] $PSCatalogPackage,

        [Parameter(ParameterSetName = 'FoundSet', ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
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
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageVersion $args[2] $args[4] $args[3] } @args })]
        [string] $Version,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-MatchedText Tag $args[2] $args[4] } @args })]
        [string] $Tag,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-MatchedText Command $args[2] $args[4] } @args })]
        [string] $Command,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Source,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateSet('Equals', 'EqualsCaseInsensitive', 'StartsWithCaseInsensitive', 'ContainsCaseInsensitive', '')]
        [string] $MatchOption,

        [Parameter(ValueFromPipelineByPropertyName)]
        [ValidateRange(0, 1000)]
        [uint32] $Count,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Header,

        [switch] $AcceptSourceAgreements
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        Invoke-PackageSearch $run package/find $PSBoundParameters
    }
}
