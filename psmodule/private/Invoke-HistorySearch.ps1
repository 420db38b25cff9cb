function Invoke-HistorySearch {
    # One request for each id that is named, or one for all.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound)

    $ask = @{}
    foreach ($name in 'Name', 'Source', 'Operation', 'Number', 'Count') { if ($Bound[$name]) { $ask[$name] = $Bound[$name] } }
    if ($Bound['Query']) { $ask.Query = ($Bound['Query'] -join ' ').Trim() }
    if ($Bound['Failed']) { $ask.Failed = $true }
    if ($Bound.ContainsKey('Since')) { $ask.Since = ConvertTo-UnixTime $Bound['Since'] }
    if ($Bound['Id']) { $ask.Remove('Name') }
    foreach ($id in @(if ($Bound['Id']) { $Bound['Id'] } else { $null })) {
        if ($id) { $ask.Id = $id }
        Invoke-Engine -Call $Run.Call -Method 'history/get' -Parameter $ask -ItemsAs HistoryEntry
        if ($Run.Call.Error) { Write-EngineError $Run.Cmdlet $Run.Call.Error $id }
        if ($Run.Call.Abandoned) { break }
    }
    Exit-Abandoned $Run.Call
}
