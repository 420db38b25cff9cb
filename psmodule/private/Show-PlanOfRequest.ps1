function Show-PlanOfRequest {
    # The plan of each package that is named, and the error that would come.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)][string] $Operation, [Parameter(Mandatory)] $Bound)

    foreach ($each in @(Get-PackageRequest -Cmdlet $Run.Cmdlet -Bound $Bound)) {
        if (-not $Bound['Force'] -and (Test-OtherComputer $Run.Cmdlet $each.Thing $each.Label)) { continue }
        $option = Get-RequestOption $Run $Bound $each $Operation
        if (Test-Wildcard $Run.Cmdlet $each $option) { continue }
        if ($Operation -eq 'Update' -and $each.Origin -eq 'Installed') { $option.AmongMany = $true }   # nobody named it
        $plan = Get-PackagePlan $Run $Operation $each $option
        if ($plan) { Show-PackagePlan $Run $plan $each } else { Write-PlanError $Run $Operation $each }
        if ($Run.Call.Abandoned) { break }
    }
    Exit-Abandoned $Run.Call
}
