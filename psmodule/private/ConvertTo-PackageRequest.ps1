function ConvertTo-PackageRequest {
    # One thing that was piped (or given as -InputObject): text, a table, or any object that has an Id, a Name, a Moniker or
    # a Query: ours, live or deserialized, of another module, or a line of a CSV file.
    param([Parameter(Mandatory)] $Cmdlet, $Thing, [switch] $Listing)

    $base = if ($null -ne $Thing) { $Thing.PSObject.BaseObject }
    if ($base -is [string] -or $base -is [char]) {
        $text = ([string]$base).Trim()
        if ($text) { return Initialize-PackageRequest @{ Query = $text } $text Text $Thing }
        Write-InputError $Cmdlet (Get-Message PipedTextBlank) -Target $Thing
        return
    }
    if ($base -is [Collections.IDictionary]) { $Thing = [pscustomobject]$base }
    if ($null -ne $Thing -and $base -isnot [ValueType]) {
        $origin = Get-ObjectOrigin $Thing
        $shared = @{}
        $source = @(Get-GivenText $Thing 'Source')[0]
        if ($source) { $shared.Source = $source }
        if ($origin -eq 'Installed') {
            $code = @(Get-GivenText $Thing 'ProductCode')[0]
            if ($code) { $shared.ProductCode = $code }
        }
        $ids = @(Get-GivenText $Thing 'Id', 'PackageIdentifier')
        foreach ($id in $ids) {
            $criteria = $shared + @{ Id = $id }
            if ($Listing -and $id -notmatch '[*?]') { $criteria.MatchOption = 'EqualsCaseInsensitive' }
            Initialize-PackageRequest $criteria $id $origin $Thing
        }
        if ($ids.Count) { return }
        $criteria = @{}
        foreach ($name in 'Query', 'Name', 'Moniker') {
            $text = @(Get-GivenText $Thing $name) -join ' '
            if ($text) { $criteria[$name] = $text }
        }
        if ($criteria.Count) {
            return Initialize-PackageRequest ($criteria + $shared) @($criteria.Query, $criteria.Name, $criteria.Moniker | Where-Object { $_ })[0] $origin $Thing
        }
    }
    $text = if ($null -eq $base) { Get-Message PipedNothing } else { Get-Message PipedNoPackage $base.GetType().Name }
    Write-InputError $Cmdlet $text (Get-Message PipePackages) $Thing
}
