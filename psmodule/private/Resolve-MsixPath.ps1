function Resolve-MsixPath {
    # A path as the engine can use it; a name of a package and a URI as they are.
    param([Parameter(Mandatory)] $Run, [AllowEmptyString()][string] $Text)

    if (-not $Text -or $Text -match '^[A-Za-z][A-Za-z0-9+.-]+:' -or $Text -match '_[0-9A-Za-z]{13}$') { return $Text }
    Resolve-NativePath (Connect-Engine $Run.Cmdlet) $Text $Run.Cmdlet
}
