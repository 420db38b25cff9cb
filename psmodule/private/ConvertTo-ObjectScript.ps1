function ConvertTo-ObjectScript {
    # The compiled converter of a type of Objects.psd1: a script block of a row and the call, or of a whole batch of rows with
    # these columns. Literals in a plain loop are the fastest form that 5.1 knows, too. A column that is not sent reads as null.
    # A type that has views for a narrow or a wide terminal is marked by the name before its own, as PowerShell's own types are.
    param([Parameter(Mandatory)][string] $Type, [string[]] $Columns)

    $entry = $script:ObjectTypes[$Type]
    $view = if ($entry.Widths) { Get-WidthName $entry.Widths }
    $key = "$Type#$view|$($Columns -join '|')"
    $known = $script:Converters[$key]
    if ($known) { return $known }
    $casts = @{
        bool      = '[bool]{0}'
        int       = '[int]{0}'
        uint32    = '[uint32]{0}'
        words     = '[psobject]{0}'
        list      = '(ConvertTo-TextList {0})'
        time      = '(ConvertFrom-UnixTime {0})'
        plans     = '@(foreach ($inner in {0}) {{ if ($inner) {{ ConvertTo-WinGetObject Plan $inner $Call }} }})'
        findings  = '@(foreach ($inner in {0}) {{ if ($inner) {{ ConvertTo-WinGetObject ManifestFinding $inner $Call }} }})'
        manifests = '@(foreach ($inner in {0}) {{ if ($inner) {{ ConvertTo-WinGetObject ManifestFile $inner $Call }} }})'
        installers = '@(foreach ($inner in {0}) {{ if ($inner) {{ ConvertTo-WinGetObject ReadInstaller $inner $Call }} }})'
        changes   = '@(foreach ($inner in {0}) {{ if ($inner) {{ ConvertTo-WinGetObject ManifestChange $inner $Call }} }})'
        drifts    = '@(foreach ($inner in {0}) {{ if ($inner) {{ ConvertTo-WinGetObject Drift $inner $Call }} }})'
        exception = '(Add-ItemFault $Call {0} {1})'
        machine   = '$machine'
    }
    $value = {
        param([string] $property)
        $column = if ($entry.From -and $entry.From[$property]) { $entry.From[$property] } else { $property }
        if (-not $Columns) { return "`$row.$column" }
        $index = [Array]::IndexOf($Columns, $column)
        if ($index -lt 0) { '$null' } else { "`$row[$index]" }
    }
    $lines = foreach ($property in $entry.Properties) {
        $cast = if ($entry.Casts -and $entry.Casts[$property]) { $casts[$entry.Casts[$property]] } else { '{0}' }
        "$property = $($cast -f (& $value $property), (& $value 'Id'))"
    }
    $literal = "[pscustomobject]@{ PSTypeName = 'WinGetPy.$Type'`n$($lines -join "`n") }"
    if ($view) { $literal = "`$made = $literal; `$made.PSTypeNames.Insert(0, 'WinGetPy.$Type#$view'); `$made" }
    $machine = '$machine = if ($Call -and $Call.Engine) { $Call.Engine.MachineId }'
    $text = if ($Columns) { "param([object[]] `$Rows, `$Call)`n$machine`nforeach (`$row in `$Rows) { $literal }" } else { "param(`$row, `$Call)`n$machine`n$literal" }
    $script:Converters[$key] = [scriptblock]::Create($text)
    $script:Converters[$key]
}
