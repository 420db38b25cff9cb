function Get-ListRequest {
    # The request for a file of packages: its path as the engine can use it, and what was given.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound, [Parameter(Mandatory)][string] $Path)

    $ask = @{ Path = Resolve-NativePath (Connect-Engine $Run.Cmdlet) $Path $Run.Cmdlet }
    foreach ($name in $Run.Options.Switch) { if ($name -in $Bound.Keys -and $name -notin 'WhatIf', 'Confirm' -and $Bound[$name]) { $ask[$name] = $true } }
    foreach ($name in 'Source', 'WhenRunning', 'MeteredConnection', 'TimeoutSeconds', 'LockWaitSeconds') {
        if ($Bound.ContainsKey($name) -and "$($Bound[$name])") { $ask[$name] = $Bound[$name] }
    }
    foreach ($name in 'WhenRunning', 'MeteredConnection') { if ($ask[$name]) { $ask[$name] = Resolve-OptionWord $Run.Options $name $ask[$name] } }
    $ask
}
