# Completion of ids, sources and versions: from the local index, never while a request runs, and without a trace in $Error. The
# parameters have it as an attribute, which goes with a command that is imported under a prefix; its script block runs outside
# of the module. PowerShell gives it the command's and the parameter's name, the word (2), the syntax tree and what else is
# bound (4).

function Complete-PackageId {
    # Ids that begin with the word: of installed packages, or of those in the sources.
    param([AllowEmptyString()][string] $WordToComplete, [hashtable] $FakeBoundParameters, [switch] $Installed)

    $ask = @{ Id = "$(Get-CompletionWord $WordToComplete)*"; Count = 50 }
    if ($FakeBoundParameters.ContainsKey('Source')) { $ask.Source = [string]$FakeBoundParameters['Source'] }
    $packages = if ($Installed) { Get-Completion 'package/get' $ask InstalledPackage } else { Get-Completion 'package/find' $ask FoundPackage }
    foreach ($package in $packages) { Format-Completion $package.Id $package.Name }
}
