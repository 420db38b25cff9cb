function Get-WinGetSource {
    <#
    .SYNOPSIS
    Lists the configured sources.

    .DESCRIPTION
    Emits one object a source, in the order in which they are asked. A fresh Windows machine has those of winget; where there is
    none, nothing is emitted. A name that is not there is an error. Credential names what a private source has to be let in by.

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
