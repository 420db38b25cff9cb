function Reset-WinGetSource {
    <#
    .SYNOPSIS
    Resets sources to what a fresh machine has.

    .DESCRIPTION
    Removes one source, or all of them, and restores the default ones. This version has no default sources.

    .PARAMETER Name
    The name of one source.

    .PARAMETER All
    Reset all sources.

    .PARAMETER PassThru
    Emit the sources that were removed.

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

    .LINK
    Add-WinGetSource
    #>
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
        $named = $PSBoundParameters.ContainsKey('Name')
        $call = @{}
    }

    process {
        if (-not (Test-SourceInput $PSCmdlet $_ $named)) { return }
        if ($PSCmdlet.ParameterSetName -eq 'OptionalSet' -and -not $All) { return }
        $which = if ($All) { 'all sources' } else { $Name }
        $agreed = $false   # stays so where nobody can be asked: the next line fails then, and PowerShell goes on after it
        $agreed = $PSCmdlet.ShouldProcess($which, 'Reset')
        if (-not $agreed) { return }
        $ask = if ($All) { @{ All = $true } } else { @{ Name = $Name.Trim() } }
        $removed = @(Invoke-Engine -Cmdlet $PSCmdlet -Call $call -Method 'source/reset' -Parameter $ask -ItemsAs Source)
        if ($call.Error) { Write-EngineError $PSCmdlet $call.Error $Name } elseif ($PassThru) { $removed }
    }
}
