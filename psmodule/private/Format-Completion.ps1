function Format-Completion {
    # One completion: quoted where PowerShell needs it, with a tooltip. The text is a source's, so it must stay one word whatever is in
    # it: PowerShell ends a text at typographic quotes, too. One with control characters is left out.
    param([Parameter(Mandatory)][string] $Text, [string] $Tip)

    if ($Text -match '[\p{Cc}\p{Cf}\u2028\u2029]') { return }
    $written = $Text
    if ($Text -notmatch '^[A-Za-z0-9_.+][A-Za-z0-9_.+-]*$') {
        $written = "'" + [Management.Automation.Language.CodeGeneration]::EscapeSingleQuotedStringContent($Text) + "'"
    }
    $Tip = $Tip -replace '\p{Cc}', ' '
    if (-not $Tip.Trim()) { $Tip = $Text }
    New-Object Management.Automation.CompletionResult -ArgumentList $written, $Text, ([Management.Automation.CompletionResultType]::ParameterValue), $Tip
}
