function Get-SourceParameter {
    # The members of source/add from bound parameters; what PowerShell's binder would refuse from a CSV file (a switch) is read
    # from the piped object.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound, [AllowNull()] $Piped)

    $ask = @{ Name = ([string]$Bound['Name']).Trim(); Argument = [string]$Bound['Argument'] }
    foreach ($name in 'Type', 'TrustLevel') {
        $value = Resolve-OptionWord $Run.Options $name ([string]$Bound[$name])
        if ($value -and $value -ne 'Default') { $ask[$name] = $value }
    }
    if ($Bound['Explicit'] -or (-not $Bound.ContainsKey('Explicit') -and "$($Piped.Explicit)" -eq 'True')) { $ask.Explicit = $true }
    if ($Bound['Priority']) { $ask.Priority = $Bound['Priority'] }
    $ask
}
