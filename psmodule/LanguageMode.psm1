# Nested, so that it is read before the module: where the language is constrained, the module's classes are refused with no way out.
if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    $file = @{ BaseDirectory = [WildcardPattern]::Escape($PSScriptRoot); FileName = 'WinGetPy.Messages.psd1' }
    $sentence = (Import-LocalizedData @file -ErrorAction Ignore).FullLanguageNeeded
    if (-not $sentence) { $sentence = (Import-LocalizedData @file -UICulture en-US).FullLanguageNeeded }
    throw ($sentence -f $ExecutionContext.SessionState.LanguageMode)
}
