function Complete-PackageName {
    # Names that begin with the word: of installed packages, or of those in the sources.
    param([AllowEmptyString()][string] $WordToComplete, [hashtable] $FakeBoundParameters, [switch] $Installed)

    $ask = @{ Name = "$(Get-CompletionWord $WordToComplete)*"; Count = 50 }
    if ($FakeBoundParameters.ContainsKey('Source')) { $ask.Source = [string]$FakeBoundParameters['Source'] }
    $packages = if ($Installed) { Get-Completion 'package/get' $ask InstalledPackage } else { Get-Completion 'package/find' $ask FoundPackage }
    $said = @{}
    foreach ($package in $packages) {
        if (-not $package.Name -or $said[$package.Name]) { continue }
        $said[$package.Name] = $true
        Format-Completion $package.Name $package.Id
    }
}
