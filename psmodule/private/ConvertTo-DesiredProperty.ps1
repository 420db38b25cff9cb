function ConvertTo-DesiredProperty {
    # The properties of a DSC class as the engine's resource has them: what is not given is left out, Ensure is _exist.
    param([Parameter(Mandatory)] $Instance, [string[]] $Exclude)

    $document = @{}
    foreach ($property in $Instance.PSObject.Properties) {
        $name, $value = $property.Name, $property.Value
        if ($Exclude -contains $name -or $null -eq $value -or ($value -is [string] -and -not $value)) { continue }
        if ($name -eq 'Ensure') {
            $document['_exist'] = "$value" -ne 'Absent'
            continue
        }
        $document[$name.Substring(0, 1).ToLowerInvariant() + $name.Substring(1)] = if ($value -is [enum]) { "$value" } else { $value }
    }
    $document
}
