function Invoke-PackageInfo {
    # All about each package that is named. What an installed package is (its scope, its product code) is no wish here.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound)

    Assert-Criterion $Run.Cmdlet $Bound
    foreach ($request in @(Get-PackageRequest -Cmdlet $Run.Cmdlet -Bound $Bound)) {
        $ask = Get-RequestOption $Run $Bound $request
        if ($request.Origin -eq 'Installed' -and $Run.Given -notcontains 'Scope') { $ask.Remove('Scope') }
        if (Test-Wildcard $Run.Cmdlet $request $ask) { continue }
        foreach ($key in $request.Criteria.Keys) { if ($key -ne 'ProductCode' -and -not $ask.Contains($key)) { $ask[$key] = $request.Criteria[$key] } }
        Invoke-Engine -Call $Run.Call -Method package/show -Parameter $ask
        if ($Run.Call.Error) { Write-EngineError $Run.Cmdlet $Run.Call.Error $request.Label; continue }
        Send-Object @(ConvertTo-WinGetObject PackageDetail $Run.Call.Result $Run.Call) $Run.Call
        if ($Run.Call.Abandoned) { break }
    }
    Exit-Abandoned $Run.Call
}
