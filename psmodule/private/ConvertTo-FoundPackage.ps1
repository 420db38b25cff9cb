function Get-ColumnIndex {
    # Where the named columns stand in a row. One that the engine did not send gets an index beyond any row: it reads as null.
    param([Parameter(Mandatory)][string[]] $Columns, [Parameter(Mandatory)][string[]] $Wanted)

    foreach ($name in $Wanted) {
        $index = [Array]::IndexOf($Columns, $name)
        if ($index -lt 0) { 1000000 } else { $index }
    }
}

function ConvertTo-FoundPackage {
    # Rows of package/find as WinGetPy.FoundPackage. A literal in a plain loop is the fastest form that 5.1 knows, too.
    param([string[]] $Columns, [object[]] $Rows, [hashtable] $Call)

    $null = $Call
    $name, $id, $version, $source, $moniker, $availableVersions, $match = Get-ColumnIndex $Columns @(
        'Name', 'Id', 'Version', 'Source', 'Moniker', 'AvailableVersions', 'Match')
    foreach ($row in $Rows) {
        [pscustomobject]@{
            PSTypeName        = 'WinGetPy.FoundPackage'
            Name              = $row[$name]
            Id                = $row[$id]
            Version           = $row[$version]
            Source            = $row[$source]
            Moniker           = $row[$moniker]
            AvailableVersions = $row[$availableVersions]
            Match             = $row[$match]
        }
    }
}
