function Get-GivenText {
    # The texts of the first of these properties that holds any. Blank cells of a CSV file count as not given; what has parts
    # of its own (a table, an object) is no text.
    param([Parameter(Mandatory)] $Thing, [Parameter(Mandatory)][string[]] $Name)

    foreach ($each in $Name) {
        $property = $Thing.PSObject.Properties[$each]
        if ($null -eq $property) { continue }
        $texts = @($property.Value | Where-Object { $null -ne $_ -and $_ -isnot [Collections.IDictionary] -and $_ -isnot [Management.Automation.PSCustomObject] -and ([string]$_).Trim() } | ForEach-Object { ([string]$_).Trim() })
        if ($texts.Count) { return $texts }
    }
}
