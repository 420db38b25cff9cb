function Write-LogHint {
    # -Log names the log that an installer writes. Where none runs, a warning says where the story is instead.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Plan, [Parameter(Mandatory)][hashtable] $Option)

    if (-not $Option.Log -or $Plan.Action -eq 'None' -or $Plan.CommandLine) { return }
    $Run.Cmdlet.WriteWarning((Get-Message LogUnused $Plan.Id $Run.Call.Engine.LogPath))
}
