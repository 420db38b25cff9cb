function Get-MsixName {
    # The text that names a package: itself, or the name that an object has.
    param([AllowNull()] $Thing, [switch] $Family)

    if ($null -eq $Thing) { return }
    if ($Thing.PSObject.BaseObject -is [string]) { return $Thing.Trim() }
    if ($Thing.PSObject.BaseObject -is [Uri]) { return $Thing.AbsoluteUri }
    $names = if ($Family) { 'FamilyName', 'PackageFamilyName', 'FullName', 'PackageFullName', 'Target' } else { 'FullName', 'PackageFullName', 'PackageFamilyName', 'FamilyName', 'Target' }
    foreach ($name in $names) {
        $text = [string]@(Get-GivenText $Thing $name)[0]
        if ($text) { return $text.Trim() }
    }
}
