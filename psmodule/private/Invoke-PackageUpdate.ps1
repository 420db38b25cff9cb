function Invoke-PackageUpdate {
    # Update-WinGetPackage: alone it lists what can be updated, -All updates that, and otherwise what is named.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound)

    $cmdlet = $Run.Cmdlet
    if (Test-Criterion $Bound) {
        foreach ($name in 'Include', 'Exclude') {
            if ($Bound[$name]) { Write-InputError $cmdlet (Get-Message PicksFromAll "-$name") (Get-Message LeaveOneOut) -Terminating }
        }
        return Invoke-PackageOperation $Run Update $Bound
    }
    $all = [bool]$Bound['All']
    if ($all -and $cmdlet.MyInvocation.ExpectingInput) {
        Write-InputError $cmdlet (Get-Message AllAndPipeline) (Get-Message LeaveOneOut) -Terminating
    }
    $useless = @($Bound.Keys | Where-Object { Test-UselessOption $Run $_ -All:$all } | ForEach-Object { "-$_" } | Sort-Object)
    if ($useless.Count) {
        $names = $useless -join ', '
        $text = if ($all) { Get-Message NotForAllPackages $names } else { Get-Message NoEffectOnList $names }
        Write-InputError $cmdlet $text (Get-Message NameAPackage) -Terminating
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
            $text = if ($count) { Get-Message UpdatesListed $count } else { Get-Message NoUpdates }
            $cmdlet.WriteInformation($text, @('PSHOST'))
        }
        return Exit-Abandoned $call
    }
    $ask.IncludeBlocked = $true
    $newer = @(Invoke-Engine -Call $call -Method 'package/get' -Parameter $ask -ItemsAs InstalledPackage)
    if ($call.Error) { Write-EngineError $cmdlet $call.Error $Bound['Source'] }
    $due = @($newer | Where-Object { $_.IsUpdateAvailable -or ($Bound['IncludeUnknown'] -and $_.UpdateState -eq 'UnknownVersion') })
    foreach ($package in $newer) {
        if ($package -notin $due) { $cmdlet.WriteVerbose((Get-Message LeftOut $package.Id $package.InstalledVersion $package.UpdateState $package.UpdateReason)) }
    }
    $rest = @{}   # the scope of each package is its own
    foreach ($name in $Bound.Keys) { if ($name -notin 'Scope', 'Include', 'Exclude') { $rest[$name] = $Bound[$name] } }
    Invoke-PackageOperation $Run Update $rest -Request @(foreach ($package in $due) { ConvertTo-PackageRequest $cmdlet $package })
}
