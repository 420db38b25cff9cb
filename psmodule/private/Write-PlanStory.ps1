function Write-PlanStory {
    # What -Verbose says of a plan: from which source, which installer, what was passed over; of a trial also what would be done, which
    # the engine reports itself when it does it.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)] $Plan, [switch] $Trial)

    if (-not (Test-Verbose)) { return }
    foreach ($one in @(@($Plan.Dependencies) + @($Plan) | Where-Object { $_ })) {
        $label = "$($one.Id) $(if ($one.ToVersion) { $one.ToVersion } else { $one.FromVersion })".Trim()
        if ($one.Source) { $Cmdlet.WriteVerbose((Get-Message StorySource $label $one.Source)) }
        if ($one.Reason) { $Cmdlet.WriteVerbose("${label}: $($one.Reason)") }
        $installer = @($one.Architecture, $one.InstallerType, $one.Scope | Where-Object { $_ }) -join ' '
        if ($one.Url -and $installer) { $Cmdlet.WriteVerbose((Get-Message StoryInstaller $label $installer $one.Url)) }
        foreach ($other in $one.Rejected | Where-Object { $_ }) { $Cmdlet.WriteVerbose((Get-Message StoryRejected $label $other.Installer ($other.Reasons -join ', '))) }
        if (-not $Trial) { continue }
        if ($one.CommandLine) { $Cmdlet.WriteVerbose((Get-Message StoryCommandLine $label $one.CommandLine)) }
        $number = 0
        foreach ($step in $one.Steps | Where-Object { $_ }) { $number++; $Cmdlet.WriteVerbose((Get-Message StoryStep $label $number $step.Description)) }
    }
}
