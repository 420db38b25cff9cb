function Invoke-PackageUpdate {
    # Update-WinGetPackage: alone it lists what can be updated, -All updates that, and otherwise what is named.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound)

    $cmdlet = $Run.Cmdlet
    if (Test-Criterion $Bound) {
        foreach ($name in 'Include', 'Exclude') {
            if ($Bound[$name]) { Write-InputError $cmdlet "-$name picks from all packages, and a package was named." 'Leave out one of the two.' -Terminating }
        }
        return Invoke-PackageOperation $Run Update $Bound
    }
    $all = [bool]$Bound['All']
    if ($all -and $cmdlet.MyInvocation.ExpectingInput) {
        Write-InputError $cmdlet '-All means every package that can be updated, and takes none from the pipeline.' 'Leave out one of the two.' -Terminating
    }
    $useless = @($Bound.Keys | Where-Object { Test-UselessOption $Run $_ -All:$all } | ForEach-Object { "-$_" } | Sort-Object)
    if ($useless.Count) {
        $why = if ($all) { 'cannot hold for all packages' } else { 'has no effect where no package is named: only what can be updated is listed' }
        Write-InputError $cmdlet "$($useless -join ', ') $why." 'Name a package by -Id, -Name, -Moniker, a query or through the pipeline.' -Terminating
    }
    $ask = @{ UpdateAvailable = $true }
    foreach ($name in 'Source', 'Scope') { if ($Bound[$name]) { $ask[$name] = Resolve-OptionWord $Run.Options $name $Bound[$name] } }
    foreach ($name in 'IncludeUnknown', 'IncludePinned') { if ($Bound[$name]) { $ask[$name] = $true } }
    if ($all -and $Bound['Force']) { $ask.Force = $true }
    foreach ($name in 'Include', 'Exclude') { if ($Bound[$name]) { $ask[$name] = @($Bound[$name]) } }
    $call = $Run.Call
    if (-not $all) {
        Invoke-Engine -Call $call -Method 'package/get' -Parameter $ask -ItemsAs InstalledPackage
        if ($call.Error) { Write-EngineError $cmdlet $call.Error $Bound['Source'] }
        if (-not $call.Abandoned -and -not $call.Error) {
            $count = $call.Result.Count
            $text = if ($count) { "$count can be updated, nothing was changed. -All updates them, -Id one." } else { 'No installed package has an update available.' }
            $cmdlet.WriteInformation($text, @('PSHOST'))
        }
        return Exit-Abandoned $call
    }
    $ask.IncludeBlocked = $true
    $newer = @(Invoke-Engine -Call $call -Method 'package/get' -Parameter $ask -ItemsAs InstalledPackage)
    if ($call.Error) { Write-EngineError $cmdlet $call.Error $Bound['Source'] }
    $due = @($newer | Where-Object { $_.IsUpdateAvailable -or ($Bound['IncludeUnknown'] -and $_.UpdateState -eq 'UnknownVersion') })
    foreach ($package in $newer) {
        if ($package -notin $due) { $cmdlet.WriteVerbose("$($package.Id) $($package.InstalledVersion) is left out ($($package.UpdateState)): $($package.UpdateReason)") }
    }
    $rest = @{}   # the scope of each package is its own
    foreach ($name in $Bound.Keys) { if ($name -notin 'Scope', 'Include', 'Exclude') { $rest[$name] = $Bound[$name] } }
    Invoke-PackageOperation $Run Update $rest -Request @(foreach ($package in $due) { ConvertTo-PackageRequest $cmdlet $package })
}
