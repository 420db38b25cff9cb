function Invoke-PlanRequest {
    # Sends the request that carries out a plan, and emits its results.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Plan, [Parameter(Mandatory)][hashtable] $Option)

    $ask = @{ PlanId = $Plan.PlanId }
    foreach ($name in 'AcceptPackageAgreements', 'AcceptSourceAgreements') { if ($Option[$name]) { $ask[$name] = $true } }
    foreach ($name in 'WhenRunning', 'MeteredConnection') { if ($Option[$name] -and ($name -ne 'MeteredConnection' -or $Plan.Operation -ne 'Uninstall')) { $ask[$name] = $Option[$name] } }
    if ($Option.Header) { $ask.Header = $Option.Header }
    if ($Run.TimeoutSeconds) { $ask.TimeoutSeconds = [Math]::Max(1, $Run.TimeoutSeconds - [int]$Run.Clock.Elapsed.TotalSeconds) }
    if ($null -ne $Run.LockWaitSeconds) { $ask.LockWaitSeconds = $Run.LockWaitSeconds }
    $kind = if ($Plan.Operation -in 'Uninstall', 'Repair') { "$($Plan.Operation)Result" } else { 'InstallResult' }
    Invoke-Engine -Call $Run.Call -Method "package/$($Plan.Operation.ToLowerInvariant())" -Parameter $ask -ItemsAs $kind -Survive
}
