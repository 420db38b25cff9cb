function Invoke-PackageSearch {
    # Find and get: one request for each package or query that is named.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)][ValidateSet('package/find', 'package/get')][string] $Method, [Parameter(Mandatory)] $Bound)

    $kind = if ($Method -eq 'package/get') { 'InstalledPackage' } else { 'FoundPackage' }
    foreach ($request in @(Get-PackageRequest -Cmdlet $Run.Cmdlet -Bound $Bound -Listing)) {
        $ask = Get-RequestOption $Run $Bound $request
        if (Test-Wildcard $Run.Cmdlet $request $ask -Allowed Id, Name) { continue }
        if ($Method -eq 'package/get' -and $request.Origin -eq 'Text' -and -not $ask.MatchOption) { $ask.MatchOption = 'EqualsCaseInsensitive' }
        foreach ($key in $request.Criteria.Keys) { if (-not $ask.Contains($key)) { $ask[$key] = $request.Criteria[$key] } }
        if ($Bound['Count']) { $ask.Count = $Bound['Count'] }
        Invoke-Engine -Call $Run.Call -Method $Method -Parameter $ask -ItemsAs $kind
        if ($Run.Call.Result.Suggestions) { Write-Suggestion $Run.Call.Result.Suggestions $Bound.ContainsKey('InformationAction') ($Run.Call.Result.Count -gt 0) }
        if ($Run.Call.Error) { Write-EngineError $Run.Cmdlet $Run.Call.Error $request.Label }
        if ($Run.Call.Abandoned) { break }
    }
    Exit-Abandoned $Run.Call
}
