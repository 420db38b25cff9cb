function Get-ItemException {
    # The error of an item as an exception, which is noted in $Call.Faults to be written once the result is out; null if none.
    param($Fault, [hashtable] $Call, $Target)

    if ($null -eq $Fault) { return }
    $noted = @{ Fault = $Fault; Target = $Target }
    $Call.Faults += @($noted)
    ConvertTo-EngineException $Fault
}

function ConvertTo-InstallResult {
    # Rows of package/install and package/update as WinGetPy.InstallResult.
    param([string[]] $Columns, [object[]] $Rows, [hashtable] $Call)

    $id, $name, $source, $version, $installedVersion, $status, $changed, $reason, $installerErrorCode, $rebootRequired, $correlationData,
    $pathAdded, $errorCode, $fault = Get-ColumnIndex $Columns @(
        'Id', 'Name', 'Source', 'Version', 'InstalledVersion', 'Status', 'Changed', 'Reason', 'InstallerErrorCode', 'RebootRequired', 'CorrelationData',
        'PathAdded', 'ErrorCode', 'Error')
    foreach ($row in $Rows) {
        [pscustomobject]@{
            PSTypeName         = 'WinGetPy.InstallResult'
            Id                 = $row[$id]
            Name               = $row[$name]
            Source             = $row[$source]
            Version            = $row[$version]
            InstalledVersion   = $row[$installedVersion]
            Status             = $row[$status]
            Changed            = [bool]$row[$changed]
            Reason             = $row[$reason]
            InstallerErrorCode = [uint32]$row[$installerErrorCode]
            RebootRequired     = [bool]$row[$rebootRequired]
            ErrorCode          = $row[$errorCode]
            ExtendedErrorCode  = Get-ItemException $row[$fault] $Call $row[$id]
            CorrelationData    = $row[$correlationData]
            PathAdded          = $row[$pathAdded]
        }
    }
}
