function Split-PackageVersion {
    # The parts of a version between its dots: a number and what follows it. Words before the first digit are dropped.
    param([Parameter(Mandatory)][string] $Version)

    if ($Version -match '^[^0-9.]+(?=[0-9])') { $Version = $Version.Substring($Matches[0].Length) }
    foreach ($part in $Version.Split('.')) {
        $part = $part.Trim()
        $number = [decimal]0
        $suffix = $part
        if ($part -match '^[0-9]{1,28}') {
            $value = [decimal]$Matches[0]
            if ($value -le [decimal][uint64]::MaxValue) {
                $number = $value
                $suffix = $part.Substring($Matches[0].Length)
            }
        }
        @{ Number = $number; Suffix = $suffix.ToLowerInvariant() }
    }
}
