function Get-CompletionWord {
    # What was typed so far, without quotes and without what would make it a pattern.
    param([AllowEmptyString()][AllowNull()][string] $Word)

    [Management.Automation.WildcardPattern]::Escape(([string]$Word).Trim('"', "'"))
}
