function Format-ByteSize {
    # 1536000 as 1.5 MB, in the caller's culture.
    param([Parameter(Mandatory)][double] $Bytes)

    if ($Bytes -lt 1024) { return "$Bytes B" }
    foreach ($unit in 'KB', 'MB', 'GB', 'TB') {
        $Bytes = $Bytes / 1024
        if ($Bytes -lt 1024) { break }
    }
    '{0:0.0} {1}' -f $Bytes, $unit
}
