function Invoke-PackageUndo {
    # Undo: an operation by its number, or the last update of each package that is named.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound)

    if ($Bound.ContainsKey('Number') -and (Test-Criterion $Bound)) {
        Write-InputError $Run.Cmdlet '-Number means one operation, and a package was named, too.' 'Leave out one of the two.' -Terminating
    }
    $requests = if ($Bound.ContainsKey('Number')) {
        Initialize-PackageRequest @{ Number = $Bound['Number'] } "operation $($Bound['Number'])"
    } elseif (-not (Test-Criterion $Bound)) {
        Write-InputError $Run.Cmdlet 'No package was named.' 'Name it by -Id, -Name, -Moniker, a query or through the pipeline, or an operation by -Number.' -Symbol NoCriteria -Terminating
    } else {
        Get-PackageRequest -Cmdlet $Run.Cmdlet -Bound $Bound
    }
    foreach ($request in @($requests)) {
        $request.Method = 'history/plan'
        $thing = $request.Thing
        if ($null -eq $thing -or -not $thing.PSObject.Properties['Number'] -or -not $thing.PSObject.Properties['UndoneBy']) { continue }
        $request.Criteria = @{ Number = [int]$thing.Number }   # an operation, live or from a file
        $request.Label = "operation $($thing.Number)"
    }
    Invoke-PackageOperation $Run Undo $Bound -Request @($requests)
}
