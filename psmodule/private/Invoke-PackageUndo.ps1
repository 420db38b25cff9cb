function Invoke-PackageUndo {
    # Undo: an operation by its number, or the last update of each package that is named.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound)

    if ($Bound.ContainsKey('Number') -and (Test-Criterion $Bound)) {
        Write-InputError $Run.Cmdlet (Get-Message NumberAndPackage) (Get-Message LeaveOneOut) -Terminating
    }
    $requests = if ($Bound.ContainsKey('Number')) {
        Initialize-PackageRequest @{ Number = $Bound['Number'] } (Get-Message OperationNumber $Bound['Number'])
    } elseif (-not (Test-Criterion $Bound)) {
        Write-InputError $Run.Cmdlet (Get-Message NoPackageNamed) (Get-Message NamePackageOrNumber) -Symbol NoCriteria -Terminating
    } else {
        Get-PackageRequest -Cmdlet $Run.Cmdlet -Bound $Bound
    }
    foreach ($request in @($requests)) {
        $request.Method = 'history/plan'
        $thing = $request.Thing
        if ($null -eq $thing -or -not $thing.PSObject.Properties['Number'] -or -not $thing.PSObject.Properties['UndoneBy']) { continue }
        $request.Criteria = @{ Number = [int]$thing.Number }   # an operation, live or from a file
        $request.Label = Get-Message OperationNumber $thing.Number
    }
    Invoke-PackageOperation $Run Undo $Bound -Request @($requests)
}
