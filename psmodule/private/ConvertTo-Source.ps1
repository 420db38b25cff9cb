function ConvertTo-Source {
    # Rows of the source methods as WinGetPy.Source.
    param([string[]] $Columns, [object[]] $Rows, [hashtable] $Call)

    $null = $Call
    $name, $argument, $type, $trustLevel, $explicit, $priority, $identifier, $lastUpdate = Get-ColumnIndex $Columns @(
        'Name', 'Argument', 'Type', 'TrustLevel', 'Explicit', 'Priority', 'Identifier', 'LastUpdate')
    foreach ($row in $Rows) {
        [pscustomobject]@{
            PSTypeName = 'WinGetPy.Source'
            Name       = $row[$name]
            Argument   = $row[$argument]
            Type       = $row[$type]
            TrustLevel = $row[$trustLevel]
            Explicit   = [bool]$row[$explicit]
            Priority   = [int]$row[$priority]
            Identifier = $row[$identifier]
            LastUpdate = ConvertFrom-UnixTime $row[$lastUpdate]
        }
    }
}

function ConvertFrom-UnixTime {
    # Seconds since 1970 as local time; null if there are none.
    param($Seconds)

    if (-not $Seconds) { return }
    (New-Object DateTime -ArgumentList 1970, 1, 1, 0, 0, 0, ([DateTimeKind]::Utc)).AddSeconds($Seconds).ToLocalTime()
}

function ConvertTo-SourceUpdate {
    # Rows of source/update as WinGetPy.SourceUpdate.
    param([string[]] $Columns, [object[]] $Rows, [hashtable] $Call)

    $null = $Call
    $name, $changed, $files, $packages, $versions, $skipped, $broken, $seconds = Get-ColumnIndex $Columns @(
        'Name', 'Changed', 'Files', 'Packages', 'Versions', 'Skipped', 'Broken', 'Seconds')
    foreach ($row in $Rows) {
        [pscustomobject]@{
            PSTypeName = 'WinGetPy.SourceUpdate'
            Name       = $row[$name]
            Changed    = [bool]$row[$changed]
            Files      = $row[$files]
            Packages   = $row[$packages]
            Versions   = $row[$versions]
            Skipped    = $row[$skipped]
            Broken     = $row[$broken]
            Seconds    = $row[$seconds]
        }
    }
}
