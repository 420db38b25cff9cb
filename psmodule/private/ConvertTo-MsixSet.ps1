function ConvertTo-MsixSet {
    # A set of packages, a hashtable or an object with the seed's members, as the engine takes it.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Set)

    $value = {
        param($thing, [string] $name)
        if ($thing -is [Collections.IDictionary]) { return $thing[$name] }
        if ($thing.PSObject.Properties[$name]) { $thing.$name }
    }
    $items = & $value $Set 'PackageSetItems'
    if ($null -eq $items) { $items = & $value $Set 'Items' }
    $made = foreach ($item in @($items | Where-Object { $null -ne $_ })) {
        $one = @{}
        foreach ($name in 'Id', 'PackageFamilyName', 'MinVersion') {
            $text = [string](& $value $item $name)
            if ($text) { $one[$name] = $text }
        }
        $uri = [string](& $value $item 'PackageUri')
        if ($uri) { $one.PackageUri = ConvertTo-MsixUri $Run $uri }
        $filter = & $value $item 'ProcessorArchitectureFilter'
        if ($null -ne $filter) { $one.ProcessorArchitectureFilter = [int]$filter }
        $one
    }
    $whole = @{ Id = [string](& $value $Set 'Id'); PackageSetItems = @($made) }
    $uri = [string](& $value $Set 'PackageUri')
    if ($uri) { $whole.PackageUri = ConvertTo-MsixUri $Run $uri }
    $whole
}
