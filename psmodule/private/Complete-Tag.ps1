function Complete-Tag {
    # Tags of packages in the sources that begin with the word.
    param([AllowEmptyString()][string] $WordToComplete, [hashtable] $FakeBoundParameters)

    $word = Get-CompletionWord $WordToComplete
    if (-not $word) { return }
    $ask = @{ Tag = $word; MatchOption = 'StartsWithCaseInsensitive'; Count = 50 }
    if ($FakeBoundParameters.ContainsKey('Source')) { $ask.Source = [string]$FakeBoundParameters['Source'] }
    $tags = foreach ($package in (Get-Completion 'package/find' $ask FoundPackage)) { ([string]$package.Match) -replace '^Tag: ' }
    foreach ($tag in ($tags | Where-Object { $_ } | Sort-Object -Unique)) { Format-Completion $tag }
}
