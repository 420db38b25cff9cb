function Complete-SourceName {
    # Names of the configured sources that begin with the word.
    param([AllowEmptyString()][string] $WordToComplete)

    $word = Get-CompletionWord $WordToComplete
    foreach ($source in (Get-Completion 'source/list' @{} Source)) {
        if ($source.Name -like "$word*") { Format-Completion $source.Name $source.Argument }
    }
}
