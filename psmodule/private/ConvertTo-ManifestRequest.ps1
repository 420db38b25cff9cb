function ConvertTo-ManifestRequest {
    # The parameters of manifest/new from those of New-WinGetManifest. Nothing, after an error, where -Field has a name that no
    # manifest has.
    param(
        [Parameter(Mandatory)] $Run,
        [Parameter(Mandatory)] $Bound,
        [AllowEmptyCollection()][Parameter(Mandatory)] $Installer,
        [Parameter(Mandatory)][string] $Output
    )

    $cmdlet = $Run.Cmdlet
    $engine = Connect-Engine $cmdlet
    $ask = @{ Output = Resolve-NativePath $engine $Output $cmdlet; Installers = @($Installer) }
    $texts = 'PackageIdentifier', 'PackageVersion', 'FromVersion', 'Source', 'PackageName', 'Publisher', 'License', 'ShortDescription', 'PackageLocale',
    'Scope', 'Architecture', 'InstallerType', 'ManifestVersion', 'Header'
    foreach ($name in $texts) {
        if ($Bound[$name]) { $ask[$name] = ([string]$Bound[$name]).Trim() }
    }
    foreach ($name in 'Scope', 'Architecture', 'InstallerType') { if ($ask[$name]) { $ask[$name] = $ask[$name].ToLowerInvariant() } }
    foreach ($name in 'Singleton', 'Force', 'AcceptSourceAgreements') { if ($Bound[$name]) { $ask[$name] = $true } }
    if ($Bound['NestedInstallerFile']) { $ask.NestedInstallerFiles = @($Bound['NestedInstallerFile']) }
    if ($Bound.ContainsKey('ReleaseDate')) { $ask.ReleaseDate = $Bound['ReleaseDate'].ToString('yyyy-MM-dd', [Globalization.CultureInfo]::InvariantCulture) }
    if ($Bound['From']) {
        $from = ([string]$Bound['From']).Trim()
        $isPath = $from -match '[\\/]' -or $from -in '.', '..' -or $from -match '\.ya?ml$'   # as the engine sees it
        $ask.From = if ($isPath) { Resolve-NativePath $engine $from $cmdlet } else { $from }
    }
    $fields = @{}   # by name in any case; the value says whether it is a list
    foreach ($name in 'PublisherUrl', 'PublisherSupportUrl', 'PrivacyUrl', 'Author', 'PackageUrl', 'LicenseUrl', 'Copyright', 'CopyrightUrl', 'Description', 'Moniker',
        'ReleaseNotes', 'ReleaseNotesUrl', 'UpgradeBehavior', 'Silent', 'SilentWithProgress', 'Custom') { $fields[$name] = $false }
    foreach ($name in 'Tags', 'Commands') { $fields[$name] = $true }
    $given = $Bound['Field']
    foreach ($name in @(if ($given) { $given.Keys })) {
        $key = @($fields.Keys | Where-Object { $_ -eq $name })[0]
        if (-not $key) {
            Write-InputError $cmdlet (Get-Message FieldUnknown $name (@($fields.Keys | Sort-Object) -join ', ')) (Get-Message UseKnownField) $name
            return
        }
        $ask[$key] = if ($fields[$key]) { @($given[$name] | ForEach-Object { [string]$_ }) } else { [string]$given[$name] }
    }
    $ask
}
