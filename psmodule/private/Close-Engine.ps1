function Close-Engine {
    # Closes the engine's input and waits a moment for its end. An engine that carries out a step is left to finish it:
    # killing it could cut an installer in half. Any other is ended after two seconds.
    param([Parameter(Mandatory)] $Engine)

    $Engine.Ended = $true
    try { $Engine.Input.Dispose() } catch [IO.IOException] { Clear-HandledError $_ }
    if (-not $Engine.Process.WaitForExit(2000)) {
        if ($Engine.Changes.Count) {
            Write-Warning "The engine (process $($Engine.Process.Id)) is still carrying out a change; it finishes it, records it and then ends."
        } else {
            Close-Process $Engine.Process
            $null = $Engine.Process.WaitForExit(2000)
        }
    }
    if ($Engine.Process.HasExited) { $Engine.Process.Dispose() }
}
