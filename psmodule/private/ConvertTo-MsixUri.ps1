function ConvertTo-MsixUri {
    # A path as the engine can use it, where a URI is asked for: the engine takes both. A URI as it is.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)][string] $Text)

    if ($Text -match '^[A-Za-z][A-Za-z0-9+.-]+:') { return $Text }
    Resolve-NativePath (Connect-Engine $Run.Cmdlet) $Text $Run.Cmdlet
}
