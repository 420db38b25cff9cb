function Send-EngineMessage {
    # Writes one message as a line. False if the engine's input is closed or nobody takes it for ten seconds.
    param([Parameter(Mandatory)] $Engine, [Parameter(Mandatory)][hashtable] $Message)

    $line = ConvertTo-Json -InputObject $Message -Compress -Depth 8
    $bytes = [Text.Encoding]::UTF8.GetBytes($line + "`n")
    try {
        # One after the other: .NET Framework flushes at once what its pool of threads may not have written yet.
        foreach ($flush in $false, $true) {
            $task = if ($flush) { $Engine.Input.FlushAsync() } else { $Engine.Input.WriteAsync($bytes, 0, $bytes.Length) }
            if ([Threading.Tasks.Task]::WaitAny([Threading.Tasks.Task[]]@($task), 10000) -lt 0 -or $task.IsFaulted) { return $false }
        }
    } catch {
        Clear-HandledError $_   # the pipe is closed
        return $false
    }
    $true
}
