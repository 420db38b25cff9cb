function Write-PlanStory {
    # What -Verbose says of a plan: from which source, why this installer, what was passed over, what is done step by step.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)] $Plan)

    foreach ($one in @(@($Plan.Dependencies) + @($Plan) | Where-Object { $_ })) {
        $label = "$($one.Id) $(if ($one.ToVersion) { $one.ToVersion } else { $one.FromVersion })".Trim()
        if ($one.Source) { $Cmdlet.WriteVerbose((Get-Message StorySource $label $one.Source)) }
        if ($one.Reason) { $Cmdlet.WriteVerbose("${label}: $($one.Reason)") }
        foreach ($other in $one.Rejected | Where-Object { $_ }) { $Cmdlet.WriteVerbose((Get-Message StoryRejected $label $other.Installer ($other.Reasons -join ', '))) }
        if ($one.CommandLine) { $Cmdlet.WriteVerbose((Get-Message StoryCommandLine $label $one.CommandLine)) }
        $number = 0
        foreach ($step in $one.Steps | Where-Object { $_ }) { $number++; $Cmdlet.WriteVerbose((Get-Message StoryStep $label $number $step.Description)) }
    }
}
