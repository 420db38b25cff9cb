# Completion of -Id, -Source and -Version: from the local index, within 300 ms, never while a request runs, and without a
# trace in $Error. The parameters have it as an attribute, which goes with a command that is imported under a prefix; its
# script block runs outside of the module. PowerShell gives it the command's and the parameter's name, the word (2), the
# syntax tree and what else is bound (4).

function Get-Completion {
    # The rows of one request if the engine answers in time; nothing otherwise. What comes too late is dropped by its id.
    param([Parameter(Mandatory)][string] $Method, [Parameter(Mandatory)][hashtable] $Parameter, [int] $BudgetMilliseconds = 300)

    $clock = [Diagnostics.Stopwatch]::StartNew()
    $engine = $script:Engine
    if ($engine -and ($engine.Ended -or $engine.Process.HasExited -or $engine.Environment -ne (Get-EngineEnvironment))) {
        if ($engine.Queues.Count) { return }
        Close-Engine $engine
        $script:Engine = $engine = $null
    }
    if (-not $engine) {
        # The start goes on behind the prompt; the next key press finds it ready.
        $engine = Start-Engine -BudgetMilliseconds $BudgetMilliseconds
        if (-not $engine) { return }
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
                , @($message.params.Columns, $message.params.Rows)
            } elseif (-not $message.method) {
                $answered = $true
                if ($message.result) { , @('', $message.result) }
            }
        }
    } finally {
        Close-EngineRequest $engine $id -Answered:$answered
    }
}

function Format-Completion {
    # One completion: quoted where PowerShell needs it, with a tooltip.
    param([Parameter(Mandatory)][string] $Text, [string] $Tip)

    $written = $Text
    if ($Text -notmatch '^[A-Za-z0-9_.+-]+$') { $written = "'" + $Text.Replace("'", "''") + "'" }
    if (-not $Tip) { $Tip = $Text }
    New-Object Management.Automation.CompletionResult -ArgumentList $written, $Text, ([Management.Automation.CompletionResultType]::ParameterValue), $Tip
}

function Get-CompletionWord {
    # What was typed so far, without quotes and without what would make it a pattern.
    param([AllowEmptyString()][AllowNull()][string] $Word)

    [Management.Automation.WildcardPattern]::Escape(([string]$Word).Trim('"', "'"))
}

function Complete-PackageId {
    # Ids that begin with the word: of installed packages, or of those in the sources.
    param([AllowEmptyString()][string] $WordToComplete, [hashtable] $FakeBoundParameters, [switch] $Installed)

    $word = Get-CompletionWord $WordToComplete
    $ask = @{ Id = "$word*"; Count = 50 }
    if ($FakeBoundParameters.ContainsKey('Source')) { $ask.Source = [string]$FakeBoundParameters['Source'] }
    $method = if ($Installed) { 'package/get' } else { 'package/find' }
    foreach ($batch in (Get-Completion $method $ask)) {
        if (-not $batch[0]) { continue }
        $id, $name = Get-ColumnIndex $batch[0] 'Id', 'Name'
        foreach ($row in $batch[1]) { Format-Completion $row[$id] $row[$name] }
    }
}
