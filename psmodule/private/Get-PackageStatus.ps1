# Behind the methods of the objects (WinGetPy.Types.ps1xml).

function Get-PackageStatus {
    # CheckInstalledStatus(): Ok if the package is installed, NotInstalled if it is not.
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Package)

    $criteria = @{ Id = [string]$Package.Id; MatchOption = 'EqualsCaseInsensitive' }
    if ($Package.Source) { $criteria.Source = [string]$Package.Source }
    $call = @{}
    $found = @(Invoke-Engine -Cmdlet $PSCmdlet -Call $call -Method 'package/get' -Parameter $criteria -ItemsAs InstalledPackage)
    if ($call.Error) {
        if ($call.Error.Symbol -eq 'NoApplicationsFound') { return 'NotInstalled' }
        $PSCmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord $call.Error $Package.Id))
    }
    if ($found.Count) { 'Ok' } else { 'NotInstalled' }
}

function Get-PackageVersionDetail {
    # GetPackageVersionInfo(version): what a source says of one version, which must be written exactly as it is there.
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Package, [Parameter(Mandatory)][string] $Version)

    if (@($Package.AvailableVersions) -cnotcontains $Version) {
        $PSCmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
                    Symbol = 'NoManifestFound'; Category = 'ObjectNotFound'; Code = '0x8A150017'
                    Message = "$($Package.Id) has no version $Version."; Remedy = "Available: $(@($Package.AvailableVersions) -join ', ')."
                } $Package.Id))
    }
    $ask = @{ Id = [string]$Package.Id; Version = $Version; MatchOption = 'EqualsCaseInsensitive' }
    if ($Package.Source) { $ask.Source = [string]$Package.Source }
    $call = @{}
    Invoke-Engine -Cmdlet $PSCmdlet -Call $call -Method 'package/show' -Parameter $ask
    if ($call.Error) { $PSCmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord $call.Error $Package.Id)) }
    $detail = $call.Result
    $manifest = if ($detail.Manifest) { ConvertFrom-Json -InputObject $detail.Manifest }
    $parts = @($manifest) + @($manifest.Installers) + @($manifest.AppsAndFeaturesEntries) + @($manifest.Installers.AppsAndFeaturesEntries)
    [pscustomobject]@{
        PSTypeName         = 'WinGetPy.PackageVersionInfo'
        DisplayName        = $detail.Name
        Id                 = $detail.Id
        Version            = $detail.Version
        Publisher          = $detail.Publisher
        Channel            = [string]$manifest.Channel
        PackageFamilyNames = [string[]]@($parts | ForEach-Object { $_.PackageFamilyName } | Where-Object { $_ } | Select-Object -Unique)
        ProductCodes       = [string[]]@($parts | ForEach-Object { $_.ProductCode } | Where-Object { $_ } | Select-Object -Unique)
    }
}

function Get-ResultMessage {
    # ErrorMessage(): why a change failed; empty after success (also for an object that lost its exception on the way).
    param([Parameter(Mandatory)] $Result)

    if ($Result.Status -eq 'Ok') { return '' }
    $text = if ($Result.ExtendedErrorCode -is [Exception]) { $Result.ExtendedErrorCode.Message } else { [string]$Result.ExtendedErrorCode.Message }
    if ($text) { return $text }
    @($Result.Status, $Result.ErrorCode | Where-Object { $_ }) -join ' '
}
