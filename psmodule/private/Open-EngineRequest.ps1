function Open-EngineRequest {
    # Sends a request and gives it a queue. Nothing if the engine cannot be reached.
    param([Parameter(Mandatory)] $Engine, [Parameter(Mandatory)][string] $Method, [Parameter(Mandatory)][hashtable] $Parameter)

    $id = $Engine.NextId++
    $Engine.Queues[$id] = New-Object Collections.Generic.Queue[object]
    if ($Engine.Changing -contains $Method) { $Engine.Changes[$id] = $true }
    $proxy = Get-CallerProxy
    if ($proxy.Count -and $Method -match '^(package|source|msix)/') { $Parameter = $Parameter + @{ Proxy = $proxy } }
    if (Send-EngineMessage $Engine @{ jsonrpc = '2.0'; id = $id; method = $Method; params = $Parameter }) { return $id }
    $Engine.Ended = $true
    $id
}
