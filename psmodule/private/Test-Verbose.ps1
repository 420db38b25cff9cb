function Test-Verbose {
    # Whether the command's verbose lines are wanted. Where they are not, the file of sentences need not be read for them.
    $VerbosePreference -notin 'SilentlyContinue', 'Ignore'
}
