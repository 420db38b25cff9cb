function Get-RequestOption {
    # The options of a request: parameters as bound (blank ones left out), and what a piped object says of switches, which
    # PowerShell itself would refuse from a CSV file. What an installed package is (its architecture, its type) is no wish,
    # and the newest version of a found one is not the version to uninstall.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound, [Parameter(Mandatory)] $Request, [string] $Operation)

    $options = @{}
    $isObject = $Request.Origin -in 'Object', 'Found', 'Installed'
    $noWish = @(if ($Request.Origin -eq 'Installed') { 'Architecture', 'InstallerType' } elseif ($Operation -eq 'Uninstall' -and $Request.Origin -eq 'Found') { 'Version' })
    foreach ($name in $Run.Options.Text) {
        if ($noWish -contains $name -and $Run.Given -notcontains $name) { continue }
        $value = if ($Bound.ContainsKey($name)) { ([string]$Bound[$name]).Trim() } elseif ($isObject) { @(Get-GivenText $Request.Thing $name)[0] }
        if (-not $value) { continue }
        $value = Resolve-OptionWord $Run.Options $name $value
        if ($value -ceq 'Default' -and $Run.Options.Words[$name]) { continue }
        $options[$name] = $value
    }
    foreach ($name in $Run.Options.Switch) {
        if ($Bound.ContainsKey($name)) {
            if ([bool]$Bound[$name]) { $options[$name] = $true }
        } elseif ($isObject) {
            if (@(Get-GivenText $Request.Thing $name)[0] -in 'True', '1', 'Yes') { $options[$name] = $true }
        }
    }
    $options
}
