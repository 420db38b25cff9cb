function ConvertTo-UninstallResult {
    # Rows of package/uninstall as WinGetPy.UninstallResult.
    param([string[]] $Columns, [object[]] $Rows, [hashtable] $Call)

    $id, $name, $source, $installedVersion, $status, $changed, $reason, $uninstallerErrorCode, $rebootRequired, $correlationData,
    $pathRemoved, $errorCode, $fault = Get-ColumnIndex $Columns @(
        'Id', 'Name', 'Source', 'InstalledVersion', 'Status', 'Changed', 'Reason', 'UninstallerErrorCode', 'RebootRequired', 'CorrelationData',
        'PathRemoved', 'ErrorCode', 'Error')
    foreach ($row in $Rows) {
        [pscustomobject]@{
            PSTypeName           = 'WinGetPy.UninstallResult'
            Id                   = $row[$id]
            Name                 = $row[$name]
            Source               = $row[$source]
            InstalledVersion     = $row[$installedVersion]
            Status               = $row[$status]
            Changed              = [bool]$row[$changed]
            Reason               = $row[$reason]
            UninstallerErrorCode = [uint32]$row[$uninstallerErrorCode]
            RebootRequired       = [bool]$row[$rebootRequired]
            ErrorCode            = $row[$errorCode]
            ExtendedErrorCode    = Get-ItemException $row[$fault] $Call $row[$id]
            CorrelationData      = $row[$correlationData]
            PathRemoved          = $row[$pathRemoved]
        }
    }
}
