function Get-GivenText {
    # The texts of the first of these properties that holds any. Blank cells of a CSV file count as not given; what has parts
    # of its own (a table, an object) is no text.
    param([Parameter(Mandatory)] $Thing, [Parameter(Mandatory)][string[]] $Name)

    $properties = $Thing.PSObject.Properties
    foreach ($each in $Name) {
        $property = $properties[$each]
        if ($null -eq $property) { continue }
        $value = $property.Value
        if ($value -is [string]) {   # nearly always: no loop for it
            $value = $value.Trim()
            if ($value) { return $value }
            continue
        }
        $texts = @(foreach ($part in $value) {
                if ($null -eq $part -or $part -is [Collections.IDictionary] -or $part -is [Management.Automation.PSCustomObject]) { continue }
                $part = ([string]$part).Trim()
                if ($part) { $part }
            })
        if ($texts.Count) { return $texts }
    }
}
