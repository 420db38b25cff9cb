function Test-TimeOver {
    # Whether the command's time is over, so that no further package is begun. Then the error is written.
    param([Parameter(Mandatory)] $Run, [AllowEmptyString()][string] $Label)

    if (-not $Run.TimeoutSeconds -or $Run.Clock.Elapsed.TotalSeconds -lt $Run.TimeoutSeconds) { return $false }
    Write-EngineError $Run.Cmdlet (Initialize-EngineFault -Symbol Timeout -Category OperationTimeout -Code '0x800705B4' `
            -Message (Get-Message TimeOver $Run.TimeoutSeconds $Label)) $Label
    $true
}
