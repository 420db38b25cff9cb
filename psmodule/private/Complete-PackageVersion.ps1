function Complete-PackageVersion {
    # Versions of the package that -Id names, newest first.
    param([AllowEmptyString()][string] $WordToComplete, [hashtable] $FakeBoundParameters)

    $id = @($FakeBoundParameters['Id'])[0]
    if (-not $id) { return }
    $word = Get-CompletionWord $WordToComplete
    $ask = @{ Id = [string]$id; MatchOption = 'EqualsCaseInsensitive'; Count = 1 }
    if ($FakeBoundParameters.ContainsKey('Source')) { $ask.Source = [string]$FakeBoundParameters['Source'] }
    foreach ($batch in (Get-Completion 'package/find' $ask)) {
        if (-not $batch[0]) { continue }
        $versions = Get-ColumnIndex $batch[0] 'AvailableVersions'
        foreach ($row in $batch[1]) {
            foreach ($version in $row[$versions]) {
                if ($version -like "$word*") { Format-Completion $version }
            }
        }
    }
}
