function Get-WinGetInstalledStatus {
    <#
    .SYNOPSIS
    Compares installed packages with their manifests: entry, folder, files and hashes.

    .DESCRIPTION
    Emits one object a package. Checks has what was looked at, installer by installer of the manifest: whether Apps & Features
    has an entry that fits, whether its folder and the manifest's usual folder are there, and whether the files that the
    manifest lists are in them. Hashes are compared where the source has the manifest of the very version that is installed;
    else that of the nearest one is used. Status is Ok, NotInstalled, or what is wrong first: FileNotFound, FileHashMismatch,
    FileAccessError or InstallLocationNotFound. Most manifests list no files; then the entry and the folder answer. What is
    not in Apps & Features counts as installed if the files of the manifest are in its usual folder. Nothing is changed.

    .PARAMETER Query
    The words of one query: the id, name or moniker of the package.

    .PARAMETER PSCatalogPackage
    A package, any object with an Id or a Name (a line of a CSV file, for instance), or text, mostly from the pipeline.

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

    .PARAMETER Scope
    Limits to what is installed for the user (User) or for all users (Machine, or System). Any is the default.

    .PARAMETER Header
    A text for REST sources, sent with this command only: their Windows-Package-Manager header, up to 1024 characters.

    .PARAMETER AcceptSourceAgreements
    Accept the agreements of the sources. It is remembered until they change.

    .INPUTS
    Text, packages, or objects with an Id, Name, Moniker or Query.

    .OUTPUTS
    WinGetPy.InstalledStatus

    .EXAMPLE
    Get-WinGetInstalledStatus Git.Git

    Shows whether a package is installed as its manifest says.

    .EXAMPLE
    Get-WinGetPackage | Get-WinGetInstalledStatus | Group-Object Status

    Counts the installed packages that are as they should be, and those of which something is gone or changed.

    .EXAMPLE
    (Get-WinGetInstalledStatus -Id Git.Git).Checks | Format-Table Type, Path, Symbol, Passed

    Shows the folders and files that were looked at, and what was found.

    .EXAMPLE
    Get-WinGetInstalledStatus -Id Git.Git, 7zip.7zip -Scope User

    Looks at what the user has installed for himself of two packages.

    .EXAMPLE
    Get-WinGetInstalledStatus -Name Git -MatchOption EqualsCaseInsensitive -Source winget

    Looks at the package of one source with exactly this name.

    .EXAMPLE
    Get-WinGetInstalledStatus -Moniker git -Header team=build -AcceptSourceAgreements

    Looks at a package by its short name in a REST source that expects a text and has terms of use.

    .LINK
    Get-WinGetPackage
    #>
    [CmdletBinding(DefaultParameterSetName = 'FoundSet')]
    [OutputType('WinGetPy.InstalledStatus')]
    param(
        [Parameter(ParameterSetName = 'FoundSet', Position = 0, ValueFromPipelineByPropertyName, ValueFromRemainingArguments)]
        [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageId $args[2] $args[4] -Installed } @args })]
        [object[]] $Query,

        [Parameter(ParameterSetName = 'GivenSet', ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [Alias('InputObject')] [ValidateNotNull()]
        [psobject] $PSCatalogPackage,

        [Parameter(ParameterSetName = 'FoundSet', ValueFromPipelineByPropertyName)]
        [Alias('PackageIdentifier')] [ValidateNotNullOrEmpty()] [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-PackageId $args[2] $args[4] -Installed } @args })]
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
        Invoke-PackageCheck $run $PSBoundParameters
    }
}
