function Invoke-PackagePlan {
    # Carries out a plan. Emits its result, then writes its error. A plan that nobody was shown, and that another session made
    # stale, is made again, once. An engine that was lost has a result, too; the next package has a new one.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Plan, [Parameter(Mandatory)] $Request, [Parameter(Mandatory)][hashtable] $Option)

    $call = $Run.Call
    Write-LogHint $Run $Plan $Option
    $idle = if ($Plan.Action -eq 'None') { Get-IdleResult $call $Plan }
    $results = @(if ($idle) { $idle } else { Invoke-PlanRequest $Run $Plan $Option })
    $wasShown = $ConfirmPreference -in 'Low', 'Medium'
    $isStale = $call.Error.Symbol -eq 'PlanStale' -or $results.ErrorCode -contains '0x8A15F001'
    if ($isStale -and -not $wasShown) {
        $again = Get-PackagePlan $Run $Plan.Operation $Request $Option
        if (-not $again) { return Write-PlanError $Run $Plan.Operation $Request }
        $Plan = $again
        $results = @(Invoke-PlanRequest $Run $Plan $Option)
    }
    if ($call.Error.Symbol -eq 'EngineLost') {
        $results += Get-LostResult $call $Plan.Operation $Plan
        $call.Error = $null
    }
    foreach ($result in $results) {
        if (Test-Verbose) {
            $code = if ($null -ne $result.UninstallerErrorCode) { $result.UninstallerErrorCode } else { $result.InstallerErrorCode }
            $text = Get-Message Outcome $result.Id (@($result.Status, $result.Reason | Where-Object { $_ }) -join ', ') $code
            if ($result.LogPath) { $text = Get-Message OutcomeLog $text $result.LogPath }
            $Run.Cmdlet.WriteVerbose($text)
        }
        if ($result.Status -eq 'Ok') { Sync-SessionPath -Engine $call.Engine -Added $result.PathAdded -Removed $result.PathRemoved }
    }
    Send-Object $results $call
    if ($call.Abandoned) { return }
    foreach ($each in $call.Faults) { Write-ChangeError $Run $each.Fault $each.Target $Request $Plan.Operation (@($results)[0].Status) }
    if ($call.Error) { Write-EngineError $Run.Cmdlet $call.Error $Request.Label }
}
