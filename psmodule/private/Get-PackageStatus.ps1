function Get-PackageStatus {
    # CheckInstalledStatus(): Ok if the package is installed, NotInstalled if it is not.
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Package)

    $criteria = @{ Id = [string]$Package.Id; MatchOption = 'EqualsCaseInsensitive' }
    if ($Package.Source) { $criteria.Source = [string]$Package.Source }
    $call = Initialize-EngineCall $PSCmdlet
    $found = @(Invoke-Engine -Call $call -Method 'package/get' -Parameter $criteria -ItemsAs InstalledPackage)
    if ($call.Error) {
        if ($call.Error.Symbol -eq 'NoApplicationsFound') { return 'NotInstalled' }
        $PSCmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord $call.Error $Package.Id))
    }
    if ($found.Count) { 'Ok' } else { 'NotInstalled' }
}
