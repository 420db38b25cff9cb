function Complete-MatchedText {
    # Tags or commands of packages in the sources that begin with the word.
    param([Parameter(Mandatory)][ValidateSet('Tag', 'Command')][string] $Field, [AllowEmptyString()][string] $WordToComplete, [hashtable] $FakeBoundParameters)

    $word = Get-CompletionWord $WordToComplete
    if (-not $word) { return }
    $ask = @{ $Field = $word; MatchOption = 'StartsWithCaseInsensitive'; Count = 50 }
    if ($FakeBoundParameters.ContainsKey('Source')) { $ask.Source = [string]$FakeBoundParameters['Source'] }
    $texts = foreach ($package in (Get-Completion 'package/find' $ask FoundPackage)) { ([string]$package.Match) -replace "^${Field}: " }
    foreach ($text in ($texts | Where-Object { $_ } | Sort-Object -Unique)) { Format-Completion $text }
}
