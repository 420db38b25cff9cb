function Get-WinGetSource {
    <#
    .SYNOPSIS
    Lists the configured sources.

    .DESCRIPTION
    Emits one object a source. A fresh machine has none, and nothing is emitted. A name that is not there is an error.

    .PARAMETER Name
    The name of one source.

    .INPUTS
    The name of a source, or an object with a Name.

    .OUTPUTS
    WinGetPy.Source

    .EXAMPLE
    Get-WinGetSource

    Lists all sources.

    .EXAMPLE
    Get-WinGetSource -Name winget

    Shows one source.

    .LINK
    Add-WinGetSource
    #>
    [Alias('gwgso')]
    [CmdletBinding()]
    [OutputType('WinGetPy.Source')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Name
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        Invoke-SourceRequest $run source/list $_ $Name
    }
}
