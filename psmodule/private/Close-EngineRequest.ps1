function Close-EngineRequest {
    # Forgets a request. One that has not been answered is cancelled; a change is given a moment to say that it stopped.
    param([Parameter(Mandatory)] $Engine, [Parameter(Mandatory)][int] $Id, [switch] $Answered)

    if (-not $Answered -and -not $Engine.Ended) {
        $null = Send-EngineMessage $Engine @{ jsonrpc = '2.0'; method = '$/cancel'; params = @{ RequestId = $Id } }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        while ($Engine.Changes[$Id] -and -not $Engine.Ended -and $clock.ElapsedMilliseconds -lt 2000) {
            $null = Receive-EngineMessage $Engine $Id 100
        }
    }
    $Engine.Queues.Remove($Id)
    if ($Engine.Retired -and -not $Engine.Queues.Count) { Close-Engine $Engine }
}
