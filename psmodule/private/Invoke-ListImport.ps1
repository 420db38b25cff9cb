function Invoke-ListImport {
    # One file of packages: planned with -WhatIf, else installed. Emits plans or results; what fails is an error as well.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)][string] $File, [Parameter(Mandatory)] $Bound)

    $cmdlet, $call = $Run.Cmdlet, $Run.Call
    $ask = Get-ListRequest $Run $Bound $File
    if ($WhatIfPreference) {
        foreach ($name in 'WhenRunning', 'MeteredConnection', 'TimeoutSeconds', 'LockWaitSeconds') { $ask.Remove($name) }
        $results = @(Invoke-Engine -Call $call -Method packageList/plan -Parameter $ask -ItemsAs Plan)
        foreach ($plan in $results) { $null = Confirm-Change $cmdlet (Format-Plan $plan) }
    } else {
        if ((Confirm-Change $cmdlet (Get-Message ImportList $File)) -ne 'Yes') { return }
        $results = @(Invoke-Engine -Call $call -Method packageList/import -Parameter $ask -ItemsAs InstallResult -Survive)
        foreach ($result in $results) {
            if ($result.Status -eq 'Ok') { Sync-SessionPath -Engine $call.Engine -Added $result.PathAdded -Removed $result.PathRemoved }
        }
    }
    Send-Object $results $call
    if ($call.Abandoned) { return }
    foreach ($plan in $results) { if ($WhatIfPreference -and $plan.Error) { Write-EngineError $cmdlet $plan.Error $plan.Id } }
    foreach ($each in $call.Faults) { Write-EngineError $cmdlet $each.Fault $each.Target }
    if ($call.Error) { Write-EngineError $cmdlet $call.Error $File }
}
