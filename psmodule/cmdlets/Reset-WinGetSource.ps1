function Reset-WinGetSource {
    <#
    .SYNOPSIS
    Resets sources to what a fresh machine has.

    .DESCRIPTION
    Removes the sources that were added, and brings winget's own (msstore, winget, winget-font) back as they were: all of them, or
    the one that is named.

    .PARAMETER Name
    The name of one source.

    .PARAMETER All
    Reset all sources.

    .PARAMETER PassThru
    Emit the sources that were removed; the default one that was named.

    .INPUTS
    The name of a source, or an object with a Name.

    .OUTPUTS
    None, or WinGetPy.Source with -PassThru

    .EXAMPLE
    Reset-WinGetSource -All -WhatIf

    Shows what would be reset.

    .EXAMPLE
    Reset-WinGetSource -Name community

    Resets one source.

    .EXAMPLE
    Reset-WinGetSource -All -PassThru

    Gives the machine winget's own sources again, and shows them.

    .LINK
    Add-WinGetSource
    #>
    [Alias('rswgs')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-SourceRequest asks.')]
    [CmdletBinding(DefaultParameterSetName = 'DefaultSet', SupportsShouldProcess, ConfirmImpact = 'Medium')]
    [OutputType('WinGetPy.Source')]
    param(
        [Parameter(Mandatory, ParameterSetName = 'DefaultSet', Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Name,

        [Parameter(Mandatory, ParameterSetName = 'OptionalSet')]
        [switch] $All,

        [switch] $PassThru
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        if ($PSCmdlet.ParameterSetName -eq 'OptionalSet' -and -not $All) { return }
        $which = if ($All) { @{ Parameter = @{ All = $true }; Target = (Get-Message AllSources) } } else { @{} }
        Invoke-SourceRequest $run source/reset $_ $Name -Action ResetSource @which -Quiet:(-not $PassThru)
    }
}
