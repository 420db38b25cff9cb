# Ending the engine: closing its input is enough, it ends by itself.

function Stop-Engine {
    # Ends this runspace's engine, when the module is removed.
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '',
        Justification = 'Private: ends the helper process of this session.')]
    param()

    if ($script:Opening) { Close-Opening }
    if ($script:Engine) {
        Close-Engine $script:Engine
        $script:Engine = $null
    }
}

function Close-Opening {
    # Gives up a start that is under way.
    if ($script:Opening.Current) { Close-Engine $script:Opening.Current }
    $script:Opening = $null
}

function Close-Engine {
    # Closes the engine's input and waits a moment for its end. An engine that carries out a step is left to finish it:
    # killing it could cut an installer in half. Any other is ended after two seconds.
    param([Parameter(Mandatory)][hashtable] $Engine)

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

function Get-EngineEpitaph {
    # How an engine ended, in one line: its last words on stderr and its exit code.
    param([Parameter(Mandatory)][hashtable] $Engine)

    $null = $Engine.Process.WaitForExit(1000)
    $words = ''
    if ([Threading.Tasks.Task]::WaitAny([Threading.Tasks.Task[]]@($Engine.Errors), 1000) -ge 0 -and -not $Engine.Errors.IsFaulted) {
        $lines = @($Engine.Errors.Result -split "`r?`n" | Where-Object { $_.Trim() })
        if ($lines.Count) { $words = $lines[-1].Trim() }
    }
    if (-not $words) { $words = $Engine.Stray }
    $code = if ($Engine.Process.HasExited) { "exit code $($Engine.Process.ExitCode)" } else { 'its output was closed' }
    if ($words) { "it ended ($code): $words" } else { "it ended ($code)" }
}
