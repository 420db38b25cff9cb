function Test-LeftIdle {
    # Whether an engine that is gone ended of its own will.
    param([Parameter(Mandatory)] $Engine)

    $Engine.Process.WaitForExit(1000) -and $Engine.Process.ExitCode -eq 0
}
