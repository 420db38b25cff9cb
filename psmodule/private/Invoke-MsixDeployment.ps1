function Invoke-MsixDeployment {
    # The one loop of the commands that change MSIX packages: ask the engine what it would do, ask the user, do it or show it.
    param(
        [Parameter(Mandatory)] $Run,
        [Parameter(Mandatory)][ValidateSet('EnsureIsReady', 'Add', 'Stage', 'Register', 'Remove', 'Repair', 'Reset', 'Provision', 'Deprovision')][string] $Operation,
        [Parameter(Mandatory)] $Bound,
        [AllowNull()] $Piped
    )

    $cmdlet = $Run.Cmdlet
    $call = $Run.Call
    $member = @{ EnsureIsReady = 'EnsureOptions'; Add = 'AddOptions'; Stage = 'StageOptions'; Register = 'RegisterOptions'; Remove = 'RemoveOptions'; Provision = 'ProvisionOptions' }[$Operation]
    $option = Get-MsixOption $Run $Bound
    if ($option.Count -and -not $member) {
        Write-InputError $cmdlet (Get-Message NoOptions $Operation) (Get-Message LeaveOutOption) -Terminating
    }
    foreach ($target in @(Get-MsixTarget $Run $Bound $Piped -Family:($Operation -in 'Provision', 'Deprovision') -Named:($Operation -in 'Remove', 'Repair', 'Reset', 'Provision', 'Deprovision'))) {
        if (Test-TimeOver $Run $target.Label) { continue }
        $ask = $target.Ask.Clone()
        $ask.Operation = $Operation
        if ($option.Count) { $ask[$member] = $option }
        $plan = @(Invoke-Engine -Call $call -Method 'msix/plan' -Parameter $ask -ItemsAs MsixPlan)
        if ($call.Error) {
            if ($Bound['Option'] -and $call.Error.Message -match '\$\.\w+Options[^:]*: (?<Reason>.+)$') {
                Write-InputError $cmdlet (Get-Message OptionRefused $Operation $Matches.Reason) (Get-Message HelpNamesOptions) $Bound['Option']
            } else {
                Write-EngineError $cmdlet $call.Error $target.Label
            }
            continue
        }
        $faults = $call.Faults.ToArray()
        $changes = @($plan | Where-Object { $_.Action -ne 'None' })
        $answer = if (-not $changes.Count -and -not $WhatIfPreference) { 'Yes' } else { Confirm-Change $cmdlet (Format-MsixPlan $target.Label $plan) }
        if ($answer -eq 'WhatIf') {
            Send-Object $plan $call
            foreach ($each in $faults) { Write-EngineError $cmdlet $each.Fault $target.Label }
        } elseif ($answer -eq 'Yes') {
            Invoke-MsixChange $Run $Operation $target $option $member
        }
        if ($call.Abandoned) { break }
    }
    Exit-Abandoned $call
}
