function Get-MsixOption {
    # The options of a verb from the parameters that were given, or from -Option: the seed's members by name.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound)

    $taken = 'Target', 'InputObject', 'PackageSet', 'Force', 'TimeoutSeconds', 'LockWaitSeconds', 'Operation', 'Option'
    $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
    $option = @{}
    if ($Bound['Option']) { foreach ($name in $Bound['Option'].Keys) { $option[[string]$name] = $Bound['Option'][$name] } }
    foreach ($name in $Bound.Keys) { if ($taken -notcontains $name -and $common -notcontains $name) { $option[$name] = $Bound[$name] } }
    foreach ($name in @($option.Keys)) {
        $value = $option[$name]
        if ($value -is [switch]) { $value = [bool]$value }
        if ($name -match 'Uris$') { $value = @(foreach ($one in @($value)) { ConvertTo-MsixUri $Run ([string]$one) }) }
        elseif ($name -eq 'ExternalLocationUri') { $value = ConvertTo-MsixUri $Run ([string]$value) }
        elseif ($name -match 'Names$') { $value = @($value) }
        elseif ($name -eq 'StubPackageOption' -and $value -is [string]) { $value = [array]::IndexOf(@('Default', 'InstallFull', 'InstallStub', 'UsePreference'), $value) }
        $option[$name] = $value
    }
    $option
}
