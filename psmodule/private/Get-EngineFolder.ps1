function Get-EngineFolder {
    # Where the engine lies: packaged in the module, or in the repository beside it; an empty Path means the interpreter's own.
    # Name: see Get-PlaceText.
    param([Parameter(Mandatory)][string] $ModuleBase)

    $packaged = Join-Path $ModuleBase 'engine'
    $marker = Join-Path 'wingetpy' '__init__.py'
    if (Test-Path -LiteralPath (Join-Path $packaged $marker) -PathType Leaf) {
        return @{ Path = $packaged; Name = @('EngineOfModule', $packaged) }
    }
    $repository = Join-Path (Split-Path $ModuleBase -Parent) 'engine'
    if (Test-Path -LiteralPath (Join-Path $repository $marker) -PathType Leaf) {
        return @{ Path = $repository; Name = @('EngineOfRepository', $repository) }
    }
    @{ Path = ''; Name = @('EngineOfInterpreter') }
}
