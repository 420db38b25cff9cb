function Resolve-OptionPath {
    # Paths in the options as the engine can use them.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)][hashtable] $Option)

    if (-not ($Option.Log -or $Option.Location)) { return }
    $engine = Connect-Engine $Cmdlet
    if ($Option.Log) { $Option.Log = Resolve-NativePath $engine $Option.Log $Cmdlet }
    if ($Option.Location) { $Option.Location = Resolve-MachinePath $engine $Option.Location $Cmdlet }
}
