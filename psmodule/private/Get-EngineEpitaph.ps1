function Get-EngineEpitaph {
    # How an engine ended, in one line: its exit code and its last line on stderr, or what it wrote that was no message.
    param([Parameter(Mandatory)] $Engine)

    $line = Get-EngineLastLine $Engine
    if (-not $line) { $line = $Engine.Stray }
    $code = if ($Engine.Process.HasExited) { "exit code $($Engine.Process.ExitCode)" } else { 'its output was closed' }
    if ($line) { "it ended ($code): $line" } else { "it ended ($code)" }
}
