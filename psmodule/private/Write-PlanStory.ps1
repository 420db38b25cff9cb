function Write-PlanStory {
    # What -Verbose says of a plan: from which source, why this installer, what was passed over, what is done step by step.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)] $Plan)

    foreach ($one in @(@($Plan.Dependencies) + @($Plan) | Where-Object { $_ })) {
        $label = "$($one.Id) $(if ($one.ToVersion) { $one.ToVersion } else { $one.FromVersion })".Trim()
        if ($one.Source) { $Cmdlet.WriteVerbose("${label}: the source is $($one.Source)") }
        if ($one.Reason) { $Cmdlet.WriteVerbose("${label}: $($one.Reason)") }
        foreach ($other in $one.Rejected | Where-Object { $_ }) { $Cmdlet.WriteVerbose("${label}: the installer $($other.Installer) is passed over: $($other.Reasons -join ', ')") }
        if ($one.CommandLine) { $Cmdlet.WriteVerbose("${label}: the command line is $($one.CommandLine)") }
        $number = 0
        foreach ($step in $one.Steps | Where-Object { $_ }) { $number++; $Cmdlet.WriteVerbose("${label}: step ${number}: $($step.Description)") }
    }
}
