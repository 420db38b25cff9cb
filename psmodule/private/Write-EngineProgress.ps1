function Write-EngineProgress {
    # Progress of a request, either a part of a hundred or bytes. The engine sends at most five a second.
    param([Parameter(Mandatory)][int] $Id, [Parameter(Mandatory)] $Progress)

    $shown = @{ Id = $Id; Activity = if ($Progress.Activity) { $Progress.Activity } else { 'WinGetPy' } }
    $percent = $Progress.PercentComplete
    $status = [string]$Progress.Status
    if ($null -ne $Progress.Bytes) {
        $size = Format-ByteSize $Progress.Bytes
        if ($Progress.TotalBytes) {
            $size += " of $(Format-ByteSize $Progress.TotalBytes)"
            $percent = [Math]::Floor(100 * $Progress.Bytes / $Progress.TotalBytes)
        }
        if ($Progress.BytesPerSecond) {
            $size += ", $(Format-ByteSize $Progress.BytesPerSecond)/s"
            if ($Progress.TotalBytes) { $shown.SecondsRemaining = [int][Math]::Max(0, ($Progress.TotalBytes - $Progress.Bytes) / $Progress.BytesPerSecond) }
        }
        $status = if ($status) { "$status ($size)" } else { $size }
    }
    if ($status) { $shown.Status = $status }
    if ($null -ne $percent) { $shown.PercentComplete = [int][Math]::Max(0, [Math]::Min(100, $percent)) }
    Write-Progress @shown
}
