function Get-RequestOption {
    # The options of a request: parameters as bound (blank ones left out), and what a piped object says of switches, which
    # PowerShell itself would refuse from a CSV file. What an installed package is (its architecture, its type) is no wish,
    # its scope tells it from another installation but does not refuse an installer that does not say its own, and the newest
    # version of a found one is not the version to uninstall.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound, [Parameter(Mandatory)] $Request, [string] $Operation)

    $options = @{}
    $properties = @{}   # of the piped object; a table, as PSObject looks each name up in many places
    if ($Request.Origin -in 'Object', 'Found', 'Installed') { foreach ($property in $Request.Thing.PSObject.Properties) { $properties[$property.Name] = $true } }
    $noWish = if ($Request.Origin -eq 'Installed') { 'Architecture', 'InstallerType' } elseif ($Operation -in 'Uninstall', 'Repair' -and $Request.Origin -eq 'Found') { 'Version' }
    foreach ($name in $Run.Options.Text) {
        if ($noWish -contains $name -and $Run.Given -notcontains $name) { continue }
        if ($Bound.ContainsKey($name)) {
            $value = ([string]$Bound[$name]).Trim()
        } elseif ($properties[$name]) {
            $value = @(Get-GivenText $Request.Thing $name)[0]
        } else {
            continue
        }
        if (-not $value) { continue }
        if ($Run.Options.Words[$name]) {
            $value = Resolve-OptionWord $Run.Options $name $value
            if ($value -ceq 'Default') { continue }
        }
        $options[$name] = $value
    }
    $wished = $Run.Given -contains 'Scope' -and $Bound.ContainsKey('Scope')
    if ($Request.Origin -eq 'Installed' -and $Operation -in 'Install', 'Update' -and -not $wished) {
        if ($options['Scope'] -eq 'User') { $options.Scope = 'UserOrUnknown' } elseif ($options['Scope'] -eq 'Machine') { $options.Scope = 'SystemOrUnknown' }
    }
    foreach ($name in $Run.Options.Switch) {
        if ($Bound.ContainsKey($name)) {
            if ([bool]$Bound[$name]) { $options[$name] = $true }
        } elseif ($properties[$name]) {
            if (@(Get-GivenText $Request.Thing $name)[0] -in 'True', '1', 'Yes') { $options[$name] = $true }
        }
    }
    $options
}
