function Test-Criterion {
    # Whether any package was named.
    param([Parameter(Mandatory)] $Bound)

    foreach ($name in 'PSCatalogPackage', 'Query', 'Id', 'Name', 'Moniker') { if ($Bound.ContainsKey($name)) { return $true } }
    $false
}
