function Get-PackageStatus {
    # CheckInstalledStatus(): Ok, NotInstalled, or what is wrong first (FileNotFound, FileHashMismatch, ...). Of several
    # installations of the package, the first that is not Ok.
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Package)

    $criteria = @{ Id = [string]$Package.Id; MatchOption = 'EqualsCaseInsensitive' }
    if ($Package.Source) { $criteria.Source = [string]$Package.Source }
    if ($Package.PSObject.Properties['LocalId'] -and $Package.ProductCode) { $criteria.ProductCode = [string]$Package.ProductCode }
    $call = Initialize-EngineCall $PSCmdlet
    $found = @(Invoke-Engine -Call $call -Method 'package/check' -Parameter $criteria -ItemsAs InstalledStatus)
    if ($call.Error) {
        if ('NoApplicationsFound', 'NoSourcesDefined' -contains $call.Error.Symbol) { return 'NotInstalled' }
        $PSCmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord $call.Error $Package.Id))
    }
    @($found.Status | Where-Object { $_ -ne 'Ok' }) + 'Ok' | Select-Object -First 1
}
