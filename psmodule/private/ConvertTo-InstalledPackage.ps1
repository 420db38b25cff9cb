function ConvertTo-InstalledPackage {
    # Rows of package/get as WinGetPy.InstalledPackage. It has no Version: that would bind to -Version of the next command.
    param([string[]] $Columns, [object[]] $Rows, [hashtable] $Call)

    $null = $Call
    $name, $id, $installedVersion, $availableVersions, $isUpdateAvailable, $updateState, $source, $scope, $architecture, $installerType,
    $publisher, $productCode, $packageFamilyName, $installLocation, $localId = Get-ColumnIndex $Columns @(
        'Name', 'Id', 'InstalledVersion', 'AvailableVersions', 'IsUpdateAvailable', 'UpdateState', 'Source', 'Scope', 'Architecture', 'InstallerType',
        'Publisher', 'ProductCode', 'PackageFamilyName', 'InstallLocation', 'LocalId')
    foreach ($row in $Rows) {
        [pscustomobject]@{
            PSTypeName        = 'WinGetPy.InstalledPackage'
            Name              = $row[$name]
            Id                = $row[$id]
            InstalledVersion  = $row[$installedVersion]
            AvailableVersions = $row[$availableVersions]
            IsUpdateAvailable = $row[$isUpdateAvailable]
            UpdateState       = $row[$updateState]
            Source            = $row[$source]
            Scope             = $row[$scope]
            Architecture      = $row[$architecture]
            InstallerType     = $row[$installerType]
            Publisher         = $row[$publisher]
            ProductCode       = $row[$productCode]
            PackageFamilyName = $row[$packageFamilyName]
            InstallLocation   = $row[$installLocation]
            LocalId           = $row[$localId]
        }
    }
}
