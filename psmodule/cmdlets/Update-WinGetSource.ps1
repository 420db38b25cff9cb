function Update-WinGetSource {
    <#
    .SYNOPSIS
    Refreshes the index of sources.

    .DESCRIPTION
    Reads what changed in a source, or in all of them. Emits nothing, unless -PassThru. Broken manifests are skipped; the
    object of -PassThru lists them.

    .PARAMETER Name
    The name of one source; by default all.

    .PARAMETER Header
    A text for REST sources, sent with this command only: their Windows-Package-Manager header, up to 1024 characters.

    .PARAMETER AcceptSourceAgreements
    Accept the agreements of the sources. It is remembered until they change.

    .PARAMETER PassThru
    Emit what was read, and which manifests are broken.

    .INPUTS
    The name of a source, or an object with a Name.

    .OUTPUTS
    None, or WinGetPy.SourceUpdate with -PassThru

    .EXAMPLE
    Update-WinGetSource

    Refreshes all sources.

    .EXAMPLE
    Update-WinGetSource -Name community -PassThru | Select-Object -ExpandProperty Broken

    Lists the broken manifests of a source.

    .EXAMPLE
    Update-WinGetSource -Name ours -Header team=build -AcceptSourceAgreements

    Asks a REST source that expects a text, and accepts its terms of use.

    .LINK
    Get-WinGetSource
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-SourceRequest asks.')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.SourceUpdate')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Name,

        [string] $Header,

        [switch] $AcceptSourceAgreements,

        [switch] $PassThru
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        Invoke-SourceRequest $run source/update $_ $Name -Action RefreshIndex -Target $(if ($Name) { $Name } else { Get-Message AllSources }) -As SourceUpdate -Quiet:(-not $PassThru)
    }
}
