function Receive-EngineMessage {
    # The next message for a request, or nothing after the given time; $Engine.Ended then says whether more can come.
    # Lines for other requests go to their queues. One ReadLineAsync is outstanding at a time, and the wait for it is
    # bounded, so that Ctrl+C is answered at once.
    param([Parameter(Mandatory)] $Engine, [Parameter(Mandatory)][int] $Id, [int] $Milliseconds = 100)

    $queue = $Engine.Queues[$Id]
    if ($queue.Count) { return $queue.Dequeue() }
    if ($Engine.Ended) { return }
    if ($null -eq $Engine.Pending) { $Engine.Pending = $Engine.Reader.ReadLineAsync() }
    $task = $Engine.Pending
    if ([Threading.Tasks.Task]::WaitAny([Threading.Tasks.Task[]]@($task), $Milliseconds) -lt 0) { return }
    if (-not [object]::ReferenceEquals($task, $Engine.Pending)) { return }   # an event's action read it meanwhile
    $Engine.Pending = $null
    if ($task.IsFaulted -or $task.IsCanceled -or $null -eq $task.Result) {
        $Engine.Ended = $true
        return
    }
    Add-EngineMessage $Engine $task.Result
    if ($queue.Count) { return $queue.Dequeue() }
}
