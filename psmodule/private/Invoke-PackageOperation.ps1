function Invoke-PackageOperation {
    # The one loop of the commands that change packages: plan, ask, carry out or show.
    param(
        [Parameter(Mandatory)] $Run,
        [Parameter(Mandatory)][ValidateSet('Install', 'Update', 'Uninstall', 'Repair', 'Undo')][string] $Operation,
        [Parameter(Mandatory)] $Bound,
        [AllowEmptyCollection()][object[]] $Request   # by default what the bound parameters name
    )

    $cmdlet = $Run.Cmdlet
    if (-not $PSBoundParameters.ContainsKey('Request')) {
        Assert-Criterion $cmdlet $Bound
        $Request = @(Get-PackageRequest -Cmdlet $cmdlet -Bound $Bound)
    }
    if ($Operation -in 'Install', 'Update') { Invoke-PackageFetch $Run $Operation $Bound $Request }
    foreach ($each in $Request) {
        if (-not $Bound['Force'] -and (Test-OtherComputer $cmdlet $each.Thing $each.Label -ByNumber:($Operation -eq 'Undo' -and $each.Criteria['Number']))) { continue }
        $option = Get-RequestOption $Run $Bound $each $Operation
        if (Test-Wildcard $cmdlet $each $option) { continue }
        if ($Operation -eq 'Update' -and $each.Origin -eq 'Installed') { $option.AmongMany = $true }   # nobody named it
        if (Test-TimeOver $Run $each.Label) { continue }
        $plan = Get-PackagePlan $Run $Operation $each $option
        if ($plan) { Write-PlanStory $cmdlet $plan -Trial:$WhatIfPreference }
        if (-not $plan) {
            Write-PlanError $Run $Operation $each
        } elseif ($plan.Action -eq 'None' -and -not $WhatIfPreference) {
            Invoke-PackagePlan $Run $plan $each $option   # nothing changes: there is nothing to ask about
        } else {
            $answer = Confirm-Change $cmdlet (Format-Plan $plan)
            if ($answer -eq 'Yes') { Invoke-PackagePlan $Run $plan $each $option } elseif ($answer -eq 'WhatIf') { Show-PackagePlan $Run $plan $each }
        }
        if ($Run.Call.Abandoned) { break }
    }
    Exit-Abandoned $Run.Call
}
