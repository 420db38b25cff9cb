function Complete-PackageVersion {
    # Versions of the package that -Id or the query names, newest first.
    param([AllowEmptyString()][string] $WordToComplete, [hashtable] $FakeBoundParameters)

    $ask = @{ MatchOption = 'EqualsCaseInsensitive'; Count = 1 }
    $id = @($FakeBoundParameters['Id'])[0]
    if (-not $id) { $id = @($FakeBoundParameters['Query'])[0] }
    if (-not $id) { return }
    $ask.Id = [string]$id
    if ($FakeBoundParameters.ContainsKey('Source')) { $ask.Source = [string]$FakeBoundParameters['Source'] }
    $word = Get-CompletionWord $WordToComplete
    foreach ($package in (Get-Completion 'package/find' $ask FoundPackage)) {
        foreach ($version in $package.AvailableVersions) {
            if ($version -like "$word*") { Format-Completion $version }
        }
    }
}
