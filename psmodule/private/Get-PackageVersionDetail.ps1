function Get-PackageVersionDetail {
    # GetPackageVersionInfo(version): what a source says of one version, which must be written exactly as it is there.
    [CmdletBinding()]
    param([Parameter(Mandatory)] $Package, [Parameter(Mandatory)][string] $Version)

    if (@($Package.AvailableVersions) -cnotcontains $Version) {
        $PSCmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord (Initialize-EngineFault -Symbol NoManifestFound -Category ObjectNotFound -Code '0x8A150017' `
                        -Message (Get-Message NoSuchVersion $Package.Id $Version) -Remedy (Get-Message AvailableVersions (@($Package.AvailableVersions) -join ', '))) $Package.Id))
    }
    $ask = @{ Id = [string]$Package.Id; Version = $Version; MatchOption = 'EqualsCaseInsensitive' }
    if ($Package.Source) { $ask.Source = [string]$Package.Source }
    $call = Initialize-EngineCall $PSCmdlet
    Invoke-Engine -Call $call -Method 'package/show' -Parameter $ask
    if ($call.Error) { $PSCmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord $call.Error $Package.Id)) }
    $detail = $call.Result
    $manifest = if ($detail.Manifest) { ConvertFrom-Json -InputObject $detail.Manifest }
    $parts = @($manifest) + @($manifest.Installers) + @($manifest.AppsAndFeaturesEntries) + @($manifest.Installers.AppsAndFeaturesEntries)
    ConvertTo-WinGetObject PackageVersionInfo ([pscustomobject]@{
            DisplayName        = $detail.Name
            Id                 = $detail.Id
            Version            = $detail.Version
            Publisher          = $detail.Publisher
            Channel            = [string]$manifest.Channel
            PackageFamilyNames = @($parts | ForEach-Object { $_.PackageFamilyName } | Where-Object { $_ } | Select-Object -Unique)
            ProductCodes       = @($parts | ForEach-Object { $_.ProductCode } | Where-Object { $_ } | Select-Object -Unique)
        }) $call
}
