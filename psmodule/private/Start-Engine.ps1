# Starting the engine: which interpreter, which engine, and the first word (initialize). One engine a runspace.

function Start-Engine {
    # The next step towards a ready engine, for at most the given time: the engine, or nothing. $script:Opening then
    # says whether the time was over (no Failure) or why no interpreter serves.
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '',
        Justification = 'Private: starts a helper process of this session, which changes nothing on the machine.')]
    param([int] $BudgetMilliseconds = [int]::MaxValue)

    $environment = Get-EngineEnvironment
    if ($script:Opening -and $script:Opening.Environment -ne $environment) { Close-Opening }
    if (-not $script:Opening) { $script:Opening = Initialize-Opening $environment }
    $opening = $script:Opening
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not $opening.Failure) {
        if (-not $opening.Current) {
            if ($opening.Next -ge $opening.Candidates.Count) {
                $opening.Failure = Get-NoEngineFault $opening
                break
            }
            $opening.Current = Open-Engine $opening $opening.Candidates[$opening.Next++]
            continue
        }
        $engine = $opening.Current
        $answer = Receive-EngineMessage $engine 0 ([Math]::Max(0, [Math]::Min(100, $BudgetMilliseconds - $clock.ElapsedMilliseconds)))
        if ($answer) {
            if (Test-Initialized $opening $engine $answer) {
                $script:Opening = $null
                $script:Engine = $engine
                Register-EngineEnd $engine
                return $engine
            }
            Close-Engine $engine
            $opening.Current = $null
        } elseif ($engine.Ended) {
            $opening.Failure = Get-RefusalFault $engine
            $opening.Tried.Add("$($engine.From): $($engine.File): $(Get-EngineEpitaph $engine)")
            Close-Engine $engine
            $opening.Current = $null
        } elseif ($engine.Clock.ElapsedMilliseconds -gt $engine.Patience) {
            $opening.Tried.Add("$($engine.From): $($engine.File): no answer to initialize within $($engine.Patience / 1000) s")
            Close-Engine $engine
            $opening.Current = $null
        } elseif ($clock.ElapsedMilliseconds -ge $BudgetMilliseconds) {
            return
        }
    }
}
