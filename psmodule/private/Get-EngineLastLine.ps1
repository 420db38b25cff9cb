function Get-EngineLastLine {
    # The last line that an engine wrote to stderr before it ended; empty if there is none.
    param([Parameter(Mandatory)] $Engine)

    $null = $Engine.Process.WaitForExit(1000)
    if ([Threading.Tasks.Task]::WaitAny([Threading.Tasks.Task[]]@($Engine.Errors), 1000) -lt 0 -or $Engine.Errors.IsFaulted) { return '' }
    $lines = @($Engine.Errors.Result -split "`r?`n" | Where-Object { $_.Trim() })
    if ($lines.Count) { $lines[-1].Trim() } else { '' }
}
