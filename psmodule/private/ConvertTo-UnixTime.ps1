function ConvertTo-UnixTime {
    # Seconds since 1970 of a time, which is local where it does not say.
    param([Parameter(Mandatory)][datetime] $Time)

    ($Time.ToUniversalTime() - (New-Object DateTime -ArgumentList 1970, 1, 1, 0, 0, 0, ([DateTimeKind]::Utc))).TotalSeconds
}
