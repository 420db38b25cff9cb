# Starting the engine: which interpreter, which engine, and the first word (initialize). One engine a runspace.

$script:NextInterpreterAfter = 5000   # ms that an interpreter has before the next one is tried beside it
$script:FirstAnswerWithin = 30000     # ms after which an interpreter without an answer is given up

function Start-Engine {
    # The next step towards a ready engine, for at most the given time: the engine, or nothing. $script:Opening then
    # says whether the time was over (no Failure) or why no interpreter serves. The first that answers is taken.
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '',
        Justification = 'Private: starts a helper process of this session, which changes nothing on the machine.')]
    param([int] $BudgetMilliseconds = [int]::MaxValue)

    $environment = Get-EngineEnvironment
    if ($script:Opening -and $script:Opening.Environment -ne $environment) { Close-Opening }
    if (-not $script:Opening) { $script:Opening = Initialize-Opening $environment }
    $opening = $script:Opening
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not $opening.Failure) {
        $started = $opening.Started
        $isDue = -not $started.Count -or $started[$started.Count - 1].Clock.ElapsedMilliseconds -gt $script:NextInterpreterAfter
        if ($isDue -and $opening.Next -lt $opening.Candidates.Count) {
            $engine = Open-Engine $opening $opening.Candidates[$opening.Next++]
            if ($engine) { $started.Add($engine) }
            continue
        }
        if (-not $started.Count) {
            $opening.Failure = Get-NoEngineFault $opening
            break
        }
        foreach ($engine in $started.ToArray()) {
            $left = [Math]::Max(0, [Math]::Min(100, $BudgetMilliseconds - $clock.ElapsedMilliseconds))
            if (Test-Started $opening $engine ($left / $started.Count)) {
                $null = $started.Remove($engine)
                Close-Opening
                $script:Engine = $engine
                Register-EngineEnd $engine
                return $engine
            }
            if ($opening.Failure) { break }
        }
        if (-not $opening.Failure -and $clock.ElapsedMilliseconds -ge $BudgetMilliseconds) { return }
    }
}
