function Complete-SourceName {
    # Names of the configured sources that begin with the word.
    param([AllowEmptyString()][string] $WordToComplete)

    $word = Get-CompletionWord $WordToComplete
    foreach ($batch in (Get-Completion 'source/list' @{})) {
        if (-not $batch[0]) { continue }
        $name, $argument = Get-ColumnIndex $batch[0] 'Name', 'Argument'
        foreach ($row in $batch[1]) {
            if ($row[$name] -like "$word*") { Format-Completion $row[$name] $row[$argument] }
        }
    }
}
