function ConvertTo-Table {
    # An object of ConvertFrom-Json as hashtables and arrays, to any depth: Windows PowerShell has no -AsHashtable.
    param([AllowNull()] $Value)

    if ($Value -is [Management.Automation.PSCustomObject]) {
        $table = @{}
        foreach ($property in $Value.PSObject.Properties) { $table[$property.Name] = ConvertTo-Table $property.Value }
        return $table
    }
    if ($Value -is [Array]) {
        $list = @(foreach ($one in $Value) { , (ConvertTo-Table $one) })
        return , $list
    }
    $Value
}
