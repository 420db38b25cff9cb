function Add-EngineMessage {
    # Puts a line into the queue of its request. What belongs to a request that was given up is dropped.
    param([Parameter(Mandatory)] $Engine, [Parameter(Mandatory)][AllowEmptyString()][string] $Line)

    $message = $null
    # What is no JSON object is not given to ConvertFrom-Json: its error would stay in the caller's -ErrorVariable.
    if ($Line.StartsWith('{') -and $Line.EndsWith('}')) {
        try {
            $option = $Engine.JsonOption
            $message = ConvertFrom-Json -InputObject $Line @option
        } catch {
            Clear-HandledError $_
        }
    }
    if ($null -eq $message) {
        if ($Line.StartsWith('{"jsonrpc":')) { return }   # the beginning of a message, cut by the engine's end
        $Engine.Stray = $Line.Substring(0, [Math]::Min(200, $Line.Length))
        return
    }
    $id = if ($message.method) { $message.params.RequestId } else { $message.id }
    if ($id -isnot [int] -and $id -isnot [long] -or $id -gt [int]::MaxValue) { return }   # none of ours, or what something else printed
    $id = [int]$id
    if (-not $message.method) { $Engine.Changes.Remove($id) }
    $queue = $Engine.Queues[$id]
    if ($null -ne $queue) { $queue.Enqueue($message) }
}
