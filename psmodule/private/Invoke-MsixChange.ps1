function Invoke-MsixChange {
    # Carries a change out: emits its result, then writes its error.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)][string] $Operation, [Parameter(Mandatory)] $Target, [Parameter(Mandatory)][hashtable] $Option, [AllowNull()][string] $Member)

    $ask = $Target.Ask.Clone()
    if ($Run.TimeoutSeconds) { $ask.TimeoutSeconds = [Math]::Max(1, $Run.TimeoutSeconds - $Run.Clock.Elapsed.TotalSeconds) }
    if ($null -ne $Run.LockWaitSeconds) { $ask.LockWaitSeconds = $Run.LockWaitSeconds }
    $method = "msix/$($Operation.ToLowerInvariant())"
    if ($Operation -in 'Add', 'Remove', 'Repair', 'Reset') {
        $Member = 'Options'
    } else {
        $method = 'msix/deploy'
        $ask.Operation = $Operation
    }
    if ($Option.Count) { $ask[$Member] = $Option }
    Invoke-Engine -Call $Run.Call -Method $method -Parameter $ask -ItemsAs MsixDeploymentResult
    if ($Run.Call.Abandoned) { return }
    foreach ($each in $Run.Call.Faults) { Write-EngineError $Run.Cmdlet $each.Fault $Target.Label }
    if ($Run.Call.Error) { Write-EngineError $Run.Cmdlet $Run.Call.Error $Target.Label }
}
