# From what a user gave, by hand or through the pipeline, to the criteria of requests: one table a package.

function Get-PackageRequest {
    # Emits @{ Criteria; Label; IsObject; IsInstalled; IsFound; Object } for each package that is meant. Input that means no package is
    # refused with an error, never turned into text.
    param(
        [Parameter(Mandatory)] $Cmdlet,
        [Parameter(Mandatory)]$Bound,
        [switch] $Listing   # find and get: a piped package is matched as a whole, unless told otherwise
    )

    if ($Bound.ContainsKey('PSCatalogPackage') -or $Bound.ContainsKey('InputObject')) {
        $given = if ($Bound.ContainsKey('PSCatalogPackage')) { $Bound['PSCatalogPackage'] } else { $Bound['InputObject'] }
        if ($given -is [Collections.IList]) { $things = $given } else { $things = @($given) }
        foreach ($thing in $things) { ConvertTo-PackageRequest $Cmdlet $thing -Listing:$Listing }
        return
    }
    $criteria = @{}
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
        $several = $words.Count -gt 1
    }
    if ($Bound.ContainsKey('Moniker')) { $criteria.Moniker = [string]$Bound['Moniker'] }
    if ($Bound.ContainsKey('Id')) {
        foreach ($id in $Bound['Id']) {
            $one = $criteria.Clone()
            $one.Id = [string]$id
            @{ Criteria = $one; Label = [string]$id; IsObject = $false; IsInstalled = $false }
        }
        return   # with Id bound, Name is ignored
    }
    if ($Bound.ContainsKey('Name')) { $criteria.Name = [string]$Bound['Name'] }
    $label = @($criteria.Query, $criteria.Name, $criteria.Moniker | Where-Object { $_ })[0]
    @{ Criteria = $criteria; Label = $label; IsObject = $false; IsInstalled = $false; SeveralWords = $several }
}

function ConvertTo-PackageRequest {
    # One thing that was piped (or given as -InputObject): text, a table, or any object that has an Id, a Name, a Moniker or
    # a Query: ours, live or deserialized, of another module, or a line of a CSV file.
    param([Parameter(Mandatory)] $Cmdlet, $Thing, [switch] $Listing)

    $base = if ($null -ne $Thing) { $Thing.PSObject.BaseObject }
    if ($base -is [string] -or $base -is [char]) {
        $text = ([string]$base).Trim()
        if (-not $text) {
            Write-EngineError $Cmdlet @{ Symbol = 'InvalidInput'; Category = 'InvalidArgument'; Code = '0x8A150002'; Message = 'Blank text was piped: a package is named by its id, name or moniker.' } $Thing
            return
        }
        return @{ Criteria = @{ Query = $text }; Label = $text; IsObject = $false; IsInstalled = $false; IsText = $true; Object = $Thing }
    }
    if ($base -is [Collections.IDictionary]) { $Thing = [pscustomobject]$base }
    if ($null -ne $Thing -and $base -isnot [ValueType]) {
        $ids = @(Get-GivenText $Thing 'Id', 'PackageIdentifier')
        $source = @(Get-GivenText $Thing 'Source')[0]
        $installed = $null -ne $Thing.PSObject.Properties['InstalledVersion']
        # By the name of its type, also behind Deserialized., or by its columns, which a CSV file keeps.
        $found = -not $installed -and ($Thing.PSObject.Properties['AvailableVersions'] -or @($Thing.PSObject.TypeNames) -match '\bWinGetPy\.FoundPackage$')
        $requests = @()
        foreach ($id in $ids) { $requests += @{ Id = $id } }
        if (-not $ids.Count) {
            $criteria = @{}
            foreach ($name in 'Query', 'Name', 'Moniker') {
                $text = @(Get-GivenText $Thing $name) -join ' '
                if ($text) { $criteria[$name] = $text }
            }
            if ($criteria.Count) { $requests += $criteria }
        }
        foreach ($criteria in $requests) {
            if ($source) { $criteria.Source = $source }
            if ($installed) {
                $code = @(Get-GivenText $Thing 'ProductCode')[0]
                if ($code) { $criteria.ProductCode = $code }
            }
            if ($Listing -and $criteria.Id -and $criteria.Id -notmatch '[*?]') { $criteria.MatchOption = 'EqualsCaseInsensitive' }
            $label = @($criteria.Id, $criteria.Query, $criteria.Name, $criteria.Moniker | Where-Object { $_ })[0]
            @{ Criteria = $criteria; Label = $label; IsObject = $true; IsInstalled = $installed; IsFound = $found; Object = $Thing }
        }
        if ($requests.Count) { return }
    }
    $what = if ($null -eq $base) { 'Nothing ($null)' } else { "A $($base.GetType().Name)" }
    Write-EngineError $Cmdlet @{
        Symbol = 'InvalidInput'; Category = 'InvalidArgument'; Code = '0x8A150002'
        Message = "$what was piped that names no package: it has no Id, Name, Moniker or Query."
        Remedy = 'Pipe packages, objects with an Id, or text.'
    } $Thing
}

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

function Get-RequestOption {
    # The options of a request: parameters as bound (blank ones left out), and what a piped object says of switches, which
    # PowerShell itself would refuse from a CSV file. What an installed package is (its architecture, its type) is no wish,
    # and the newest version of a found one is not the version to uninstall.
    param(
        [Parameter(Mandatory)]$Bound,
        [Parameter(Mandatory)][AllowEmptyCollection()][string[]] $Given,   # what was bound before the first object came
        [Parameter(Mandatory)][hashtable] $Request,
        [string[]] $Text = @(),
        [string[]] $Switch = @(),
        [switch] $Uninstall
    )

    $options = @{}
    $noWish = @(if ($Request.IsInstalled) { 'Architecture', 'InstallerType' } elseif ($Uninstall -and $Request.IsFound) { 'Version' })
    foreach ($name in $Text) {
        if ($noWish -contains $name -and $Given -notcontains $name) { continue }
        $value = if ($Bound.ContainsKey($name)) { ([string]$Bound[$name]).Trim() } elseif ($Request.IsObject) { @(Get-GivenText $Request.Object $name)[0] }
        if ($value -eq 'Default' -and $name -in 'Architecture', 'InstallerType', 'Mode') { continue }
        if ($value) { $options[$name] = $value }
    }
    foreach ($name in $Switch) {
        if ($Bound.ContainsKey($name)) {
            if ([bool]$Bound[$name]) { $options[$name] = $true }
        } elseif ($Request.IsObject) {
            $said = @(Get-GivenText $Request.Object $name)[0]
            if ($said -in 'True', '1', 'Yes') { $options[$name] = $true }
        }
    }
    $options
}

function Test-OtherComputer {
    # Whether an object came from another machine, which an action here would not reach. Then the error is written.
    param(
        [Parameter(Mandatory)] $Cmdlet,
        [Parameter(Mandatory)][hashtable] $Request,
        [switch] $Force,
        [string] $Remedy = 'Run the command there (Invoke-Command), or say -Force if this machine is meant.'
    )

    if ($null -eq $Request.Object -or $Force) { return $false }
    $computer = @(Get-GivenText $Request.Object 'PSComputerName')[0]
    if (-not $computer -or (Test-LocalComputer $computer)) { return $false }
    Write-EngineError $Cmdlet @{
        Symbol = 'OtherComputer'; Category = 'InvalidOperation'; Code = '0x8A150002'
        Message = "$($Request.Label) was listed on $computer, and this would act on $([Environment]::MachineName)."
        Remedy = $Remedy
    } $Request.Object
    $true
}

function Test-Criterion {
    # Whether any package was named. If not, that is an error, unless the command has a meaning without.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)]$Bound, [switch] $Quiet)

    foreach ($name in 'PSCatalogPackage', 'Query', 'Id', 'Name', 'Moniker') { if ($Bound.ContainsKey($name)) { return $true } }
    if ($Quiet) { return $false }
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{
                Symbol = 'NoCriteria'; Category = 'InvalidArgument'; Code = '0x8A150002'
                Message = 'No package was named.'; Remedy = 'Name it by -Id, -Name, -Moniker, a query or through the pipeline.'
            }))
}
