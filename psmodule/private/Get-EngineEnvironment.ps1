function Get-EngineEnvironment {
    # The variables that an engine was started under, as one text to compare.
    $variables = foreach ($pair in [Environment]::GetEnvironmentVariables().GetEnumerator()) {
        if ($pair.Key -like 'WINGETPY_*') { "$($pair.Key)=$($pair.Value)" }
    }
    @($variables | Sort-Object) -join "`n"
}
