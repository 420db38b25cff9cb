# One package of a run.

function Invoke-Package {
    # Installs or updates one package between its hooks, and counts how it went.
    param([hashtable] $Run, [hashtable] $Package)

    $id = $Package.Id
    if ($Package.Fault) {
        $Run.Failed++
        Add-LogLine "failed: $($Package.Fault)."
        return
    }
    if ($Run.RebootBegun) {
        $Run.Left++
        Add-LogLine "${id}: not begun, a restart is under way."
        return
    }
    if (-not (Get-TimeLeft $Run)) {
        Add-TimeOver $Run $id
        return
    }
    $wish = $Package + @{
        Scope = $Run.Setting.Scope; Mode = 'Silent'
        AcceptPackageAgreements = $Run.Setting.AcceptPackageAgreements; AcceptSourceAgreements = $Run.Setting.AcceptSourceAgreements
        ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue'; ErrorVariable = 'failures'; WarningVariable = 'warned'
    }
    $before = $Run.Hooks["$id.before.ps1"]
    $after = $Run.Hooks["$id.after.ps1"]
    $plan = $null
    $results = @()
    $failures = @()
    $warned = @()
    try {
        if ($before -or $after -or $Run.Setting.WhatIf) { $plan = WinGetPy\Get-WinGetPlan @wish }
        $hooked = $plan -and $plan.Action -ne 'None' -and -not $plan.Error
        if ($Run.Setting.WhatIf) {
            if ($plan) { Add-PlanLine $plan $(if ($hooked) { $before; $after }) }
        } elseif (-not $failures.Count) {
            if ($hooked -and $before -and -not (Invoke-Hook $Run $before $plan 'Planned')) { return }
            $left = Get-TimeLeft $Run
            if ($left) {
                $results = @(WinGetPy\Install-WinGetPackage @wish -DisableInteractivity -TimeoutSeconds $left -LockWaitSeconds $Run.LockWait -WhatIf:$false -Confirm:$false)
            } else {
                Add-TimeOver $Run $id
            }
            if ($hooked -and $after) { $null = Invoke-Hook $Run $after $plan $(if ($results) { $results[0].Status } else { 'Failed' }) }
        }
    } catch {
        # The engine cannot be started, or not again, or a hook is refused: the next package and the summary come all the same.
        $thrown = $_
        $reported = @($failures | Where-Object { $_.FullyQualifiedErrorId -like 'WinGetPy.*' -and $_.Exception.Message -ne $thrown.Exception.Message })
        $failures = $reported + $thrown
    }
    foreach ($result in $results) { Add-Result $Run $result }
    # What a command caught itself is there as a bare exception, too.
    foreach ($failure in $failures) { if ($failure -is [Management.Automation.ErrorRecord]) { Add-Failure $Run $failure } }
    foreach ($warning in $warned) { $Run.Warned++; Add-LogLine "warning: $warning" }
}

function Get-TimeLeft {
    # Whole seconds until the time limit or the end of the window; 0 where it is over.
    param([hashtable] $Run)

    [Math]::Max(0, [int][Math]::Ceiling($Run.Limit - $script:Clock.Elapsed.TotalSeconds))
}

function Add-TimeOver {
    # A window that is over is no failure: the next one goes on. A time limit that was too short is one.
    param([hashtable] $Run, [string] $Id)

    if ($Run.Limit -lt $Run.Setting.TimeoutSeconds) { $Run.Left++ } else { $Run.Failed++ }
    Add-LogLine "${Id}: not begun, $($Run.Over)."
}

function Add-PlanLine {
    # What a run with -WhatIf would do.
    param($Plan, [string[]] $Hook)

    if ($Plan.Action -eq 'None') {
        Add-LogLine "nothing to do: $($Plan.Id) $($Plan.FromVersion) ($($Plan.Reason))"
        return
    }
    Add-LogLine "would: $($Plan.Action) $($Plan.Id) $($Plan.FromVersion) -> $($Plan.ToVersion) $($Plan.Reason)"
    foreach ($each in $Hook) { if ($each) { Add-LogLine "would: run $each" } }
}

function Add-Result {
    param([hashtable] $Run, $Result)

    if ($Result.Changed) {
        $Run.Changed++
        Add-LogLine "$($Result.Id): $($Result.InstalledVersion) -> $($Result.Version) ($($Result.Status))"
    }
    if ($Result.RebootRequired) { $Run.Reboot = $true }
    if ($Result.InstallerErrorCode -eq 1641) { $Run.RebootBegun = $true }
}

function Add-Failure {
    # The module was given what was left of the time; the limit that was set is named.
    param([hashtable] $Run, [Management.Automation.ErrorRecord] $Failure)

    if ($Failure.FullyQualifiedErrorId -like 'WinGetPy.Timeout*') {
        Add-TimeOver $Run $Failure.TargetObject
        return
    }
    Add-LogLine "failed: $($Failure.Exception.Message)"   # the text names the package
    if ($Failure.FullyQualifiedErrorId -like 'WinGetPy.InstallInProgress*') {
        $Run.Busy++
        $Run.LockWait = 0   # the others do not wait as long again
    } else {
        $Run.Failed++
    }
}
