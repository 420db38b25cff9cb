function Invoke-ListImport {
    # One file of packages: planned with -WhatIf, else installed. Emits plans or, as each package ends, results; what fails is an
    # error as well.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)][string] $File, [Parameter(Mandatory)] $Bound)

    $cmdlet, $call = $Run.Cmdlet, $Run.Call
    $ask = Get-ListRequest $Run $Bound $File
    $plans = @()
    if ($WhatIfPreference) {
        foreach ($name in 'WhenRunning', 'MeteredConnection', 'TimeoutSeconds', 'LockWaitSeconds') { $ask.Remove($name) }
        $plans = @(Invoke-Engine -Call $call -Method packageList/plan -Parameter $ask -ItemsAs Plan)
        foreach ($plan in $plans) { $null = Confirm-Change $cmdlet (Format-Plan $plan) }
        Send-Object $plans $call
    } else {
        if ((Confirm-Change $cmdlet (Get-Message ImportList $File)) -ne 'Yes') { return }
        $note = {
            param($result)
            if ($result.Status -eq 'Ok') { Sync-SessionPath -Engine $call.Engine -Added $result.PathAdded -Removed $result.PathRemoved }
        }
        Invoke-Engine -Call $call -Method packageList/import -Parameter $ask -ItemsAs InstallResult -Noting $note -Survive
    }
    if ($call.Abandoned) { return }
    foreach ($plan in $plans) { if ($plan.Error) { Write-EngineError $cmdlet $plan.Error $plan.Id } }
    foreach ($each in $call.Faults) { Write-EngineError $cmdlet $each.Fault $each.Target }
    if ($call.Error) { Write-EngineError $cmdlet $call.Error $File }
}
