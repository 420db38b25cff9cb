function Test-Started {
    # Whether an engine that was started is ready, for which it is waited so long. One that does not serve is closed and leaves
    # Started; Tried or Failure then says why.
    param([Parameter(Mandatory)] $Opening, [Parameter(Mandatory)] $Engine, [Parameter(Mandatory)][int] $Milliseconds)

    $answer = Receive-EngineMessage $Engine 0 $Milliseconds
    if ($answer) {
        if (Test-Initialized $Opening $Engine $answer) { return $true }
    } elseif ($Engine.Ended) {
        $Opening.Failure = Get-RefusalFault $Engine
        $Opening.Tried.Add("$(Get-PlaceText $Engine.From): $($Engine.File): $(Get-EngineEpitaph $Engine)")
    } elseif ($Engine.Clock.ElapsedMilliseconds -gt $script:FirstAnswerWithin) {
        $Opening.Tried.Add("$(Get-PlaceText $Engine.From): $($Engine.File): $(Get-Message NoAnswer ($script:FirstAnswerWithin / 1000))")
    } else {
        return $false
    }
    $null = $Opening.Started.Remove($Engine)
    Close-Engine $Engine
    $false
}
