function Invoke-Engine {
    # Carries out one request: emits its items as objects, shows progress and messages, and leaves the final answer in $Call:
    # Result or Error, Faults (errors inside items), and Abandoned (see Send-Object).
    # Whatever ends it early (Ctrl+C, Select-Object -First, an error downstream) cancels the request.
    param(
        [Parameter(Mandatory)] $Call,
        [Parameter(Mandatory)][string] $Method,
        [hashtable] $Parameter = @{},
        [string] $ItemsAs,   # a type of Objects.psd1
        [scriptblock] $Noting,   # run with each object before it is emitted
        [switch] $Survive    # an engine that is lost is the answer's error, and does not end the command
    )

    $Call.Result = $null
    $Call.Error = $null
    $Call.Faults.Clear()
    $engine = Connect-Engine $Call.Cmdlet
    $Call.Engine = $engine
    $id = Open-EngineRequest $engine $Method $Parameter
    $answered = $false
    $heard = $false
    $progress = $false
    try {
        while (-not $answered) {
            $message = Receive-EngineMessage $engine $id
            if ($null -eq $message) {
                if (-not $engine.Ended) { continue }
                if ($heard -or -not (Test-LeftIdle $engine)) { break }
                # It ended by itself after ten idle minutes, just before it was asked: ask a new one.
                $engine.Queues.Remove($id)
                $engine = Connect-Engine $Call.Cmdlet
                $Call.Engine = $engine
                $id = Open-EngineRequest $engine $Method $Parameter
                $heard = $true
                continue
            }
            $heard = $true
            $kind = $message.method
            if ($kind -eq '$/items') {
                $objects = @(& (ConvertTo-ObjectScript $ItemsAs $message.params.Columns) $message.params.Rows $Call)
                if ($Noting) { foreach ($object in $objects) { $null = & $Noting $object } }
                Send-Object $objects $Call
                if ($Call.Abandoned) { break }
            } elseif ($kind -eq '$/progress') {
                $progress = $true
                Write-EngineProgress $id $message.params
            } elseif ($kind -eq '$/message') {
                Write-EngineMessage $Call.Cmdlet $message.params
            } else {
                $answered = $true
                if ($message.error) { $Call.Error = ConvertTo-EngineFault $message.error } else { $Call.Result = $message.result }
            }
        }
    } finally {
        Close-EngineRequest $engine $id -Answered:$answered
        if ($progress) {
            Write-Progress -Activity 'WinGetPy' -Id $id -Completed
            $script:ProgressParts.Remove($id)
        }
    }
    if ($answered -or $Call.Abandoned) { return }
    $Call.Error = Get-LostFault $engine $Method
    Close-Engine $engine
    if ([object]::ReferenceEquals($engine, $script:Engine)) { $script:Engine = $null }
    if (-not $Survive) { $Call.Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord $Call.Error)) }
}
