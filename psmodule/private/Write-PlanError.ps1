function Write-PlanError {
    # The error of a request that came to no plan. Where the engine was lost, its result comes first.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)][string] $Operation, [Parameter(Mandatory)] $Request)

    $fault = $Run.Call.Error
    if ($fault.Symbol -eq 'EngineLost' -and -not $WhatIfPreference) {
        $about = [pscustomobject]@{ Id = $Request.Label; Name = ''; Source = $Request.Criteria.Source; FromVersion = ''; PlanId = '' }
        Send-Object @(Get-LostResult $Run.Call $Operation $about) $Run.Call
        if ($Run.Call.Abandoned) { return }
    }
    if ($fault.Symbol -eq 'NoApplicationsFound' -and $Request.Origin -eq 'Words') {
        $fault.RemedyId = ''
        $fault.Remedy = Get-Message WordsAreOneQuery $Request.Label $Run.Cmdlet.MyInvocation.MyCommand.Name
    }
    Write-EngineError $Run.Cmdlet $fault $Request.Label
}
