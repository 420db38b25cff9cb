function Show-PackagePlan {
    # What -WhatIf emits: the plan, and then the error that would come.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Plan, [Parameter(Mandatory)] $Request)

    Send-Object @($Plan) $Run.Call
    if ($Run.Call.Abandoned) { return }
    $status = if ($Plan.Reason -in 'Pinned', 'Blocked', 'BackedOff', 'RequiresExplicitUpgrade', 'UpgradeDenied') { 'NoApplicableUpgrade' } else { $Plan.Reason }
    if ($Plan.Error) { Write-ChangeError $Run $Plan.Error $Plan.Id $Request $Plan.Operation $status }
}
