function Get-ObjectOrigin {
    # What a piped object is: Installed or Found, by the name of its type, also behind Deserialized., or by its columns, which
    # a CSV file keeps; Object otherwise.
    param([Parameter(Mandatory)] $Thing)

    if ($Thing.PSObject.Properties['InstalledVersion']) { return 'Installed' }
    if ($Thing.PSObject.Properties['AvailableVersions'] -or @($Thing.PSObject.TypeNames) -match '\bWinGetPy\.FoundPackage$') { return 'Found' }
    'Object'
}
