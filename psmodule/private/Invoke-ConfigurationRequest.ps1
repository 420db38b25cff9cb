function Invoke-ConfigurationRequest {
    # One configuration file: tested, applied, or with -WhatIf shown. Emits its result; a unit that failed is an error, one that is
    # left out or not handled a warning.
    param(
        [Parameter(Mandatory)] $Run,
        [Parameter(Mandatory)][string] $Method,
        [Parameter(Mandatory)][string] $File,
        [Parameter(Mandatory)] $Bound
    )

    $cmdlet = $Run.Cmdlet
    $ask = @{ Path = $File; AcceptConfigurationAgreements = [bool]$Bound['AcceptConfigurationAgreements'] }
    if ($Bound['Parameter']) { $ask.Parameters = $Bound['Parameter'] }
    $changes = $Method -eq 'configuration/apply'
    if ($changes -and $WhatIfPreference) {
        $ask.WhatIf = $true
    } elseif ($changes -and (Confirm-Change $cmdlet (Get-Message ApplyConfiguration $File)) -ne 'Yes') {
        return
    }
    $units = @(Invoke-Engine -Call $Run.Call -Method $Method -Parameter $ask -ItemsAs ConfigurationUnit)
    if ($Run.Call.Error) {
        Write-EngineError $cmdlet $Run.Call.Error $File
        return
    }
    foreach ($unit in $units) {
        if ($ask.WhatIf) { foreach ($sentence in $unit.Done) { $null = Confirm-Change $cmdlet $sentence } }
        if ($unit.State -eq 'Skipped') { $cmdlet.WriteWarning("$($unit.ExtendedErrorCode.Message)") }
    }
    $result = $Run.Call.Result
    $result | Add-Member -NotePropertyMembers @{ Path = $File; UnitResults = $units }
    ConvertTo-WinGetObject ConfigurationResult $result $Run.Call
    $skipped = @($units | Where-Object State -EQ 'Skipped' | ForEach-Object { $_.ExtendedErrorCode })
    foreach ($each in $Run.Call.Faults) {
        if (@($skipped | Where-Object { $_.Message -match [regex]::Escape($each.Fault.Message) }).Count) { continue }   # a warning said it
        Write-EngineError $cmdlet $each.Fault $each.Target
    }
}
