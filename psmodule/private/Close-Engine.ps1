function Close-Engine {
    # Closes the engine's input and waits a moment for its end. An engine that carries out a step is left to finish it:
    # killing it could cut an installer in half. Any other is ended after two seconds.
    param([Parameter(Mandatory)] $Engine)

    if ($Engine.Closed) { return }
    $Engine.Ended = $true
    $Engine.Closed = $true
    try { $Engine.Input.Dispose() } catch [IO.IOException] { Clear-HandledError $_ }
    if (-not $Engine.Process.WaitForExit(2000)) {
        if ($Engine.Changes.Count) {
            Write-Warning (Get-Message EngineFinishesChange $Engine.Process.Id)
        } else {
            Close-Process $Engine.Process
            $null = $Engine.Process.WaitForExit(2000)
        }
    }
    if ($Engine.Process.HasExited) { $Engine.Process.Dispose() }
}
