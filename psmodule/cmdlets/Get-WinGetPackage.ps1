function Get-WinGetPackage {
    <#
    .SYNOPSIS
    Lists what is installed, with the updates that the sources offer.

    .DESCRIPTION
    Emits one object an installed package: programs of Apps & Features, MSIX packages and portables. What a source knows has
    the source's id; anything else has the id it is registered under (ARP\..., MSIX\...). All criteria must hold. UpdateState says
    what an update of all packages would find, UpdateReason why, Pin which pin is on the package.

    .PARAMETER Query
    The words of one query, looked for in ids, names, monikers, tags and commands.

    .PARAMETER PSCatalogPackage
    A package, any object with an Id or a Name, or text, mostly from the pipeline. Text must equal the id, name or moniker.

    .PARAMETER Id
    Limits to packages whose id contains this text; * and ? are wildcards. Several ids make one search each.

    .PARAMETER Name
    Limits to packages whose name contains this text; * and ? are wildcards. Ignored where -Id is given.

    .PARAMETER Moniker
    Limits to packages whose moniker contains this text.

    .PARAMETER Tag
    Limits to packages with a tag that contains this text.

    .PARAMETER Command
    Limits to packages with a command that contains this text.

    .PARAMETER Source
    Limits to packages that this source knows.

    .PARAMETER MatchOption
    How texts are compared: Equals, EqualsCaseInsensitive, StartsWithCaseInsensitive or ContainsCaseInsensitive (the default).

    .PARAMETER Count
    The largest number of packages; 0, the default, is all.

    .PARAMETER Scope
    Limits to what is installed for the user (User) or for all users (Machine, or System). Any is the default.

    .PARAMETER UpdateAvailable
    Only packages for which a source has something newer.

    .PARAMETER IncludeUnknown
    With -UpdateAvailable: also packages whose installed version is not known.

    .PARAMETER IncludePinned
    With -UpdateAvailable: also packages with a pinning pin, and versions that a pin skips.

    .PARAMETER Header
    A text for REST sources, sent with this command only: their Windows-Package-Manager header, up to 1024 characters.

    .PARAMETER AcceptSourceAgreements
    Accept the agreements of the sources. It is remembered until they change.

    .INPUTS
    Text, packages, or objects with an Id, Name, Moniker or Query.

    .OUTPUTS
    WinGetPy.InstalledPackage

    .EXAMPLE
    Get-WinGetPackage -UpdateAvailable

    Lists what can be updated.

    .EXAMPLE
    Get-WinGetPackage -Scope User | Export-Csv packages.csv -NoTypeInformation

    Writes down what the user has installed for himself.

    .EXAMPLE
    'Git.Git', '7zip.7zip' | Get-WinGetPackage

    Looks whether two packages are installed.

    .EXAMPLE
    Get-WinGetPackage git

    Looks whether a package of this name, moniker or id is installed.

    .EXAMPLE
    Get-WinGetPackage -Id Microsoft.* -Source winget -Count 20

    Lists the first twenty packages of a publisher that a source knows.

    .EXAMPLE
    Get-WinGetPackage -Name Git -MatchOption EqualsCaseInsensitive | Format-List

    Shows all about the package with exactly this name.

    .EXAMPLE
    Get-WinGetPackage -UpdateAvailable -IncludeUnknown -IncludePinned -AcceptSourceAgreements

    Lists what can be updated, also what is pinned and what has no known version.

    .EXAMPLE
    Get-WinGetPackage -Tag editor | Get-WinGetPackage -Command code

    Lists the installed editors by their tag, and keeps those that bring a command.

    .EXAMPLE
    Get-WinGetPackage -Moniker 7zip -Header team=build

    Finds an installed package by its short name in a source, with a text that a REST source of one's own expects.

    .LINK
    Update-WinGetPackage
    #>
    [Alias('gwgp')]
    [CmdletBinding(DefaultParameterSetName = 'FoundSet')]
    [OutputType('WinGetPy.InstalledPackage')]
    param(
        [Parameter(ParameterSetName = 'FoundSet', Position = 0, ValueFromPipelineByPropertyName, ValueFromRemainingArguments)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageId $args[2] $args[4] -Installed } @args })]
        [object[]] $Query,

        [Parameter(ParameterSetName = 'GivenSet', ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('InputObject')] [ValidateNotNull()]
        [psobject] $PSCatalogPackage,

        [Parameter(ParameterSetName = 'FoundSet', ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageId $args[2] $args[4] -Installed } @args })]
        [string[]] $Id,

        [Parameter(ParameterSetName = 'FoundSet', ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageName $args[2] $args[4] -Installed } @args })]
        [string] $Name,

        [Parameter(ParameterSetName = 'FoundSet', ValueFromPipelineByPropertyName)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-Moniker $args[2] $args[4] } @args })]
        [string] $Moniker,

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
        [ValidateSet('Any', 'User', 'System', 'Machine', 'UserOrUnknown', 'SystemOrUnknown', '')]
        [string] $Scope,

        [switch] $UpdateAvailable,

        [switch] $IncludeUnknown,

        [switch] $IncludePinned,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $Header,

        [switch] $AcceptSourceAgreements
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        $useless = if ($IncludeUnknown) { '-IncludeUnknown' } elseif ($IncludePinned) { '-IncludePinned' }
        if ($useless -and -not $UpdateAvailable) { Write-InputError $PSCmdlet (Get-Message NoEffectOnAll $useless) (Get-Message AddUpdateAvailable) -Terminating }
        Invoke-PackageSearch $run package/get $PSBoundParameters
    }
}
