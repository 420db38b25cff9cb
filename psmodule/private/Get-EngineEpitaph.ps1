function Get-EngineEpitaph {
    # How an engine ended, in one line: that the module closed it; else its exit code and its last line on stderr, or what it wrote that was no message.
    param([Parameter(Mandatory)] $Engine)

    if ($Engine.Closed) { return Get-Message ClosedByModule }
    $line = Get-EngineLastLine $Engine
    if (-not $line) { $line = $Engine.Stray }
    $code = if ($Engine.Process.HasExited) { Get-Message ExitCode $Engine.Process.ExitCode } else { Get-Message OutputClosed }
    if ($line) { Get-Message EndedWithLine $code $line } else { Get-Message Ended $code }
}
