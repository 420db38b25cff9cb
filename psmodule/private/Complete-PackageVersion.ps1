function Complete-PackageVersion {
    # Versions of the package that -Id or the first word without a parameter name gives, newest first.
    param([AllowEmptyString()][string] $WordToComplete, [hashtable] $FakeBoundParameters, [Management.Automation.Language.CommandAst] $Line)

    $id = @($FakeBoundParameters['Id'])[0]
    if (-not $id -and $Line) {
        $before = $null
        foreach ($element in ($Line.CommandElements | Select-Object -Skip 1)) {
            $isWord = $element -is [Management.Automation.Language.StringConstantExpressionAst]
            if ($isWord -and $before -isnot [Management.Automation.Language.CommandParameterAst]) {
                $id = $element.Value
                break
            }
            $before = $element
        }
    }
    if (-not $id) { return }
    $ask = @{ Id = [string]$id; MatchOption = 'EqualsCaseInsensitive'; Count = 1 }
    if ($FakeBoundParameters.ContainsKey('Source')) { $ask.Source = [string]$FakeBoundParameters['Source'] }
    $word = Get-CompletionWord $WordToComplete
    foreach ($package in (Get-Completion 'package/find' $ask FoundPackage)) {
        foreach ($version in $package.AvailableVersions) {
            if ($version -like "$word*") { Format-Completion $version }
        }
    }
}
