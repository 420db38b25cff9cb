function Get-MsixOption {
    # The options of a verb from the parameters that were given, or from -Option: the seed's members by name.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound)

    $taken = 'Target', 'InputObject', 'PackageSet', 'Force', 'TimeoutSeconds', 'LockWaitSeconds', 'Operation', 'Option'
    $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
    $given = @{}
    if ($Bound['Option']) { foreach ($name in $Bound['Option'].Keys) { $given[[string]$name] = $Bound['Option'][$name] } }
    foreach ($name in $Bound.Keys) { if ($taken -notcontains $name -and $common -notcontains $name) { $given[$name] = $Bound[$name] } }
    ConvertTo-MsixOption $Run $given
}
