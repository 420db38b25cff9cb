function Write-LogHint {
    # -Log names the log that an installer writes. Where none runs, a warning says where the story is instead.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Plan, [Parameter(Mandatory)][hashtable] $Option)

    if (-not $Option.Log -or $Plan.Action -eq 'None' -or $Plan.CommandLine) { return }
    $Run.Cmdlet.WriteWarning("$($Plan.Id): no installer program runs for it, so nothing writes the file of -Log. What is done is in the engine's log: $($Run.Call.Engine.LogPath)")
}
