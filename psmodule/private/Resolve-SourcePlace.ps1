function Resolve-SourcePlace {
    # Makes the place of a source absolute in its request, where it is a folder or a file: the engine has a folder of its own.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)][hashtable] $Parameter)

    if ($Parameter.Type -and $Parameter.Type -ne 'WinGetPy.Folder' -or $Parameter.Argument -match '^[A-Za-z][A-Za-z0-9+.-]+://') { return }
    $Parameter.Argument = Resolve-NativePath (Connect-Engine $Cmdlet) $Parameter.Argument $Cmdlet
}
