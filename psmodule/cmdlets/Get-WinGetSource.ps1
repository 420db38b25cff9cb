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
    [CmdletBinding()]
    [OutputType('WinGetPy.Source')]
    param(
        [Parameter(Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Name
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $named = $PSBoundParameters.ContainsKey('Name')
        $call = @{}
    }

    process {
        if (-not (Test-SourceInput $PSCmdlet $_ $named -Listing)) { return }
        $ask = @{}
        if ($Name) { $ask.Name = $Name }
        Invoke-Engine -Cmdlet $PSCmdlet -Call $call -Method 'source/list' -Parameter $ask -ItemsAs Source
        if ($call.Error) { Write-EngineError $PSCmdlet $call.Error $Name }
        # A `break` or `continue` further down left the pipeline; so does this command.
        if ($call.Abandoned -eq 'Continue') { continue }
        if ($call.Abandoned) { break }
    }
}
