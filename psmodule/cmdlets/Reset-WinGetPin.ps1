function Reset-WinGetPin {
    <#
    .SYNOPSIS
    Removes all pins.

    .DESCRIPTION
    Removes every pin, or every pin of one source.

    .PARAMETER Source
    The name of the one source whose pins are removed.

    .INPUTS
    None

    .OUTPUTS
    None

    .EXAMPLE
    Reset-WinGetPin -WhatIf

    Shows that all pins would be removed.

    .EXAMPLE
    Reset-WinGetPin -Confirm:$false

    Removes all pins without asking, also where $ConfirmPreference is Medium.

    .EXAMPLE
    Reset-WinGetPin -Source winget

    Removes all pins of the packages of one source.

    .LINK
    Get-WinGetPin
    #>
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Invoke-PinRequest asks.')]
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Source
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $run = Initialize-CommandRun $PSCmdlet $PSBoundParameters
    }

    process {
        $what = if ($Source) { Get-Message RemovePinsOfSource $Source } else { Get-Message RemoveAllPins }
        if ((Confirm-Change $PSCmdlet $what) -ne 'Yes') { return }
        $ask = if ($Source) { @{ Source = $Source.Trim() } } else { @{} }
        $null = @(Invoke-Engine -Call $run.Call -Method pin/reset -Parameter $ask -ItemsAs Pin)
        if ($run.Call.Error) { Write-EngineError $PSCmdlet $run.Call.Error $Source }
        Exit-Abandoned $run.Call
    }
}
