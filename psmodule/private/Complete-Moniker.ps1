function Complete-Moniker {
    # Monikers of packages in the sources that begin with the word.
    param([AllowEmptyString()][string] $WordToComplete, [hashtable] $FakeBoundParameters)

    $word = Get-CompletionWord $WordToComplete
    if (-not $word) { return }
    $ask = @{ Moniker = $word; MatchOption = 'StartsWithCaseInsensitive'; Count = 50 }
    if ($FakeBoundParameters.ContainsKey('Source')) { $ask.Source = [string]$FakeBoundParameters['Source'] }
    $said = @{}
    foreach ($package in (Get-Completion 'package/find' $ask FoundPackage)) {
        if (-not $package.Moniker -or $said[$package.Moniker]) { continue }
        $said[$package.Moniker] = $true
        Format-Completion $package.Moniker $package.Name
    }
}
