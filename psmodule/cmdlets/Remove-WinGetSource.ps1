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

    .LINK
    Add-WinGetSource
    #>
    [CmdletBinding(SupportsShouldProcess, ConfirmImpact = 'Medium')]
    param(
        [Parameter(Mandatory, Position = 0, ValueFromPipeline, ValueFromPipelineByPropertyName)]
        [ValidatePattern('\S')]
        [ArgumentCompleter({ & (Get-Module -Name WinGetPy | Select-Object -First 1) { Complete-SourceName $args[2] } @args })]
        [string] $Name
    )

    begin {
        Use-CallerPreference $PSCmdlet $PSBoundParameters
        $named = $PSBoundParameters.ContainsKey('Name')
        $call = @{}
    }

    process {
        if (-not (Test-SourceInput $PSCmdlet $_ $named)) { return }
        $agreed = $false   # stays so where nobody can be asked: the next line fails then, and PowerShell goes on after it
        $agreed = $PSCmdlet.ShouldProcess($Name, 'Remove the source')
        if (-not $agreed) { return }
        $null = @(Invoke-Engine -Cmdlet $PSCmdlet -Call $call -Method 'source/remove' -Parameter @{ Name = $Name.Trim() } -ItemsAs Source)
        if ($call.Error) { Write-EngineError $PSCmdlet $call.Error $Name }
    }
}
