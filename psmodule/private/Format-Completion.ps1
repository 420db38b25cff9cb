function Format-Completion {
    # One completion: quoted where PowerShell needs it, with a tooltip.
    param([Parameter(Mandatory)][string] $Text, [string] $Tip)

    $written = $Text
    if ($Text -notmatch '^[A-Za-z0-9_.+-]+$') { $written = "'" + $Text.Replace("'", "''") + "'" }
    if (-not $Tip) { $Tip = $Text }
    New-Object Management.Automation.CompletionResult -ArgumentList $written, $Text, ([Management.Automation.CompletionResultType]::ParameterValue), $Tip
}
