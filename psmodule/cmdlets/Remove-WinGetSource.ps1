function Remove-WinGetSource {
    <#
    .SYNOPSIS
    Removes a source.

    .DESCRIPTION
    Removes a source from the list, with its index. Installed packages stay.

    .PARAMETER Name
    The name of the source.

    .INPUTS
    The name of a source, or an object with a Name.

    .OUTPUTS
    None

    .EXAMPLE
    Remove-WinGetSource -Name community -WhatIf

    Shows what would be removed.

    .EXAMPLE
    Get-WinGetSource -Name community | Remove-WinGetSource -WhatIf

    The same with a source from the pipeline.

    .LINK
    Add-WinGetSource
    #>
    [Alias('rwgs')]
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-SourceRequest asks.')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Name
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        Invoke-SourceRequest $run source/remove $_ $Name -Action RemoveSource -Quiet
    }
}
