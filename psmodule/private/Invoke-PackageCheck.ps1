function Invoke-PackageCheck {
    # Compares each package that is named with its manifest, as it is installed.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound)

    Assert-Criterion $Run.Cmdlet $Bound
    foreach ($request in @(Get-PackageRequest -Cmdlet $Run.Cmdlet -Bound $Bound)) {
        $ask = Get-RequestOption $Run $Bound $request
        if (Test-Wildcard $Run.Cmdlet $request $ask) { continue }
        foreach ($key in $request.Criteria.Keys) { if (-not $ask.Contains($key)) { $ask[$key] = $request.Criteria[$key] } }
        Invoke-Engine -Call $Run.Call -Method package/check -Parameter $ask -ItemsAs InstalledStatus
        if ($Run.Call.Error) { Write-EngineError $Run.Cmdlet $Run.Call.Error $request.Label }
        if ($Run.Call.Abandoned) { break }
    }
    Exit-Abandoned $Run.Call
}
