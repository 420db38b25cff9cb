function Compare-PackageVersion {
    # Two versions in winget's order, as Lesser, Equal, Greater, or Unknown where one of them is not known. The engine orders
    # by the same rules; this is for the method of an object that may have come from another machine.
    param([AllowEmptyString()][AllowNull()][string] $Version, [AllowEmptyString()][AllowNull()][string] $Other)

    $known = @($Version, $Other | ForEach-Object { ([string]$_).Trim() })
    if (@($known | Where-Object { -not $_ -or $_ -eq 'Unknown' }).Count) { return 'Unknown' }
    $latest = @($known | ForEach-Object { $_ -eq 'Latest' })
    if ($latest[0] -or $latest[1]) {
        if ($latest[0] -and $latest[1]) { return 'Equal' }
        if ($latest[0]) { return 'Greater' } else { return 'Lesser' }
    }
    $left = @(Split-PackageVersion $known[0])
    $right = @(Split-PackageVersion $known[1])
    $zero = @{ Number = [decimal]0; Suffix = '' }
    for ($i = 0; $i -lt [Math]::Max($left.Count, $right.Count); $i++) {
        $a = if ($i -lt $left.Count) { $left[$i] } else { $zero }
        $b = if ($i -lt $right.Count) { $right[$i] } else { $zero }
        $order = $a.Number.CompareTo($b.Number)
        if (-not $order -and $a.Suffix -cne $b.Suffix) {
            # A part with a suffix is a pre-release: below the same part without one.
            $order = if (-not $a.Suffix) { 1 } elseif (-not $b.Suffix) { -1 } else { [string]::CompareOrdinal($a.Suffix, $b.Suffix) }
        }
        if ($order -lt 0) { return 'Lesser' }
        if ($order -gt 0) { return 'Greater' }
    }
    'Equal'
}
