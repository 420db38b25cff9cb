function Write-EngineProgress {
    # Progress of a request, either a part of a hundred or bytes, and below it that of each of several downloads at
    # once. The engine sends at most five a second. A bar that is completed takes those below it away.
    param([Parameter(Mandatory)][int] $Id, [Parameter(Mandatory)] $Progress, [int] $ParentId = -1)

    $shown = @{ Id = $Id; ParentId = $ParentId; Activity = if ($Progress.Activity) { $Progress.Activity } else { 'WinGetPy' } }
    $percent = $Progress.PercentComplete
    $status = [string]$Progress.Status
    if ($null -ne $Progress.Bytes) {
        $size = Format-ByteSize $Progress.Bytes
        if ($Progress.TotalBytes) {
            $size = Get-Message PartOfSize $size (Format-ByteSize $Progress.TotalBytes)
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
    if ($ParentId -ge 0) { return }
    $running = @($Progress.Parts | Where-Object { $_ })
    $first = 1000000 + 16 * $Id   # the engine downloads at most 16 files at once
    for ($place = 0; $place -lt $running.Count; $place++) { Write-EngineProgress ($first + $place) $running[$place] -ParentId $Id }
    for (; $place -lt $script:ProgressParts[$Id]; $place++) { Write-Progress -Activity 'WinGetPy' -Id ($first + $place) -ParentId $Id -Completed }
    $script:ProgressParts[$Id] = $running.Count
}
