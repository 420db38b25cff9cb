function ConvertFrom-UnixTime {
    # Seconds since 1970 as local time; null if there are none.
    param($Seconds)

    if (-not $Seconds) { return }
    (New-Object DateTime -ArgumentList 1970, 1, 1, 0, 0, 0, ([DateTimeKind]::Utc)).AddSeconds($Seconds).ToLocalTime()
}
