function Get-Completion {
    # The objects of one request if the engine answers in time; nothing otherwise. What comes too late is dropped by its id. An
    # engine that does not run yet is given longer, with its first answer, which reads all that later ones have at hand; its
    # start goes on behind the prompt, and the next key press finds it ready.
    param(
        [Parameter(Mandatory)][string] $Method,
        [Parameter(Mandatory)][hashtable] $Parameter,
        [Parameter(Mandatory)][string] $As,
        [int] $BudgetMilliseconds = 300,
        [int] $StartMilliseconds = 3000
    )

    $engine = $script:Engine
    if ($engine -and ($engine.Ended -or $engine.Process.HasExited -or $engine.Environment -ne (Get-EngineEnvironment))) {
        if ($engine.Queues.Count) { return }
        Close-Engine $engine
        $script:Engine = $engine = $null
    }
    $clock = [Diagnostics.Stopwatch]::StartNew()
    if (-not $engine) {
        $engine = Start-Engine -BudgetMilliseconds $StartMilliseconds
        if (-not $engine) { return }
        $BudgetMilliseconds = [Math]::Max($StartMilliseconds, $clock.ElapsedMilliseconds + $BudgetMilliseconds)
    }
    if ($engine.Queues.Count) { return }
    $id = Open-EngineRequest $engine $Method $Parameter
    $answered = $false
    try {
        while (-not $answered) {
            $left = $BudgetMilliseconds - $clock.ElapsedMilliseconds
            if ($left -le 0) { return }
            $message = Receive-EngineMessage $engine $id $left
            if ($null -eq $message) {
                if ($engine.Ended) { return }
            } elseif ($message.method -eq '$/items') {
                & (ConvertTo-ObjectScript $As $message.params.Columns) $message.params.Rows $null
            } elseif (-not $message.method) {
                $answered = $true
            }
        }
    } finally {
        Close-EngineRequest $engine $id -Answered:$answered
    }
}
