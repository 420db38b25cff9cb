function Remove-WinGetPin {
    <#
    .SYNOPSIS
    Removes the pins of a package.

    .DESCRIPTION
    Removes every pin of a package, or, of a pin from the pipeline, that one. The package is updated again as any other.

    .PARAMETER Query
    The words of one query, which must equal the id, name or moniker of one package. Several packages are named by -Id a, b
    or through the pipeline.

    .PARAMETER PSCatalogPackage
    A package (from Find-WinGetPackage, Get-WinGetPackage or Get-WinGetPin), any object with an Id or a Name, or text, mostly
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

    .PARAMETER PinType
    Only the pin of this type: Pinning, Blocking, Gating or SkipVersion.

    .PARAMETER PinnedVersion
    Only the pin with this range or skipped version.

    .PARAMETER Installed
    Only pins of what is installed, whatever source it is from.

    .PARAMETER Force
    Accept an object that was listed on another machine.

    .PARAMETER Header
    A text for REST sources, sent with this command only: their Windows-Package-Manager header, up to 1024 characters.

    .PARAMETER AcceptSourceAgreements
    Accept the agreements of the sources. It is remembered until they change.

    .INPUTS
    Pins, text, packages, or objects with an Id, Name, Moniker or Query.

    .OUTPUTS
    None

    .EXAMPLE
    Remove-WinGetPin -Id Git.Git

    Removes the pins of Git.

    .EXAMPLE
    Get-WinGetPin | Where-Object PinType -eq Blocking | Remove-WinGetPin -WhatIf

    Shows which blocking pins would be removed.

    .EXAMPLE
    Remove-WinGetPin git -PinType SkipVersion -PinnedVersion 2.44.0 -WhatIf

    Shows that a skipped version would be offered again; other pins stay.

    .EXAMPLE
    Remove-WinGetPin -Name Git -Source winget -MatchOption EqualsCaseInsensitive

    Removes the pins of the package of one source with exactly this name.

    .EXAMPLE
    Remove-WinGetPin -Id Git.Git -Installed

    Removes only pins of what is installed.

    .EXAMPLE
    Import-Csv pins.csv | Remove-WinGetPin -Force

    Removes the pins of a file that may be from another machine.

    .EXAMPLE
    Remove-WinGetPin -Moniker 7zip -Header team=build -AcceptSourceAgreements

    Finds the package by its short name in a REST source that expects a text and has terms of use.

    .LINK
    Add-WinGetPin
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-PinRequest asks.')]
    [CmdletBinding(DefaultParameterSetName = 'FoundSet', SupportsShouldProcess, ConfirmImpact = 'Medium')]
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
        [ValidateSet('Pinning', 'Blocking', 'Gating', 'SkipVersion', '')]
        [string] $PinType,

        [Parameter(ValueFromPipelineByPropertyName)]
        [string] $PinnedVersion,

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
        Invoke-PinRequest $run pin/remove $PSBoundParameters -Action RemovePins -Quiet
    }
}
