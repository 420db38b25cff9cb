function Resolve-OptionPath {
    # Paths in the options as the engine can use them.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)][hashtable] $Option)

    if (-not ($Option.Log -or $Option.Location -or $Option.DownloadDirectory)) { return }
    $engine = Connect-Engine $Cmdlet
    if ($Option.Log) { $Option.Log = Resolve-NativePath $engine $Option.Log $Cmdlet }
    if ($Option.DownloadDirectory) { $Option.DownloadDirectory = Resolve-NativePath $engine $Option.DownloadDirectory $Cmdlet }
    if ($Option.Location) { $Option.Location = Resolve-MachinePath $engine $Option.Location $Cmdlet }
}
