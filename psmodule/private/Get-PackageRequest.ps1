function Get-PackageRequest {
    # The packages that a user means, by hand or through the pipeline, one request each. Input that means no package is refused
    # with an error, never turned into text.
    param(
        [Parameter(Mandatory)] $Cmdlet,
        [Parameter(Mandatory)] $Bound,
        [switch] $Listing   # find and get: a piped package is matched as a whole, unless -MatchOption says otherwise
    )

    if ($Bound.ContainsKey('PSCatalogPackage') -or $Bound.ContainsKey('InputObject')) {
        $given = if ($Bound.ContainsKey('PSCatalogPackage')) { $Bound['PSCatalogPackage'] } else { $Bound['InputObject'] }
        if ($given -is [Collections.IList]) { $things = $given } else { $things = @($given) }
        foreach ($thing in $things) { ConvertTo-PackageRequest $Cmdlet $thing -Listing:$Listing }
        return
    }
    $criteria = @{}
    $origin = 'Hand'
    if ($Bound.ContainsKey('Query')) {
        $words = @()
        foreach ($word in $Bound['Query']) {
            if ($word -is [string] -or $word -is [ValueType]) {
                if (([string]$word).Trim()) { $words += ([string]$word).Trim() }
            } else {
                ConvertTo-PackageRequest $Cmdlet $word -Listing:$Listing   # a package as the first argument
            }
        }
        if ($words.Count) { $criteria.Query = $words -join ' ' } elseif (-not $Bound.ContainsKey('Id')) { return }
        if ($words.Count -gt 1) { $origin = 'Words' }
    }
    if ($Bound.ContainsKey('Moniker')) { $criteria.Moniker = [string]$Bound['Moniker'] }
    if ($Bound.ContainsKey('Id')) {
        foreach ($id in $Bound['Id']) { Initialize-PackageRequest ($criteria + @{ Id = [string]$id }) $id }
        return   # with Id bound, Name is ignored
    }
    if ($Bound.ContainsKey('Name')) { $criteria.Name = [string]$Bound['Name'] }
    Initialize-PackageRequest $criteria @($criteria.Query, $criteria.Name, $criteria.Moniker | Where-Object { $_ })[0] $origin
}
