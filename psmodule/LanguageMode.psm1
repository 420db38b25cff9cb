# Nested, so that it is read before the module: where the language is constrained, the module's classes are refused with no way out.
if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    throw "WinGetPy needs FullLanguage, and this session is in $($ExecutionContext.SessionState.LanguageMode): have the module's files signed or allowed by the policy (WDAC, AppLocker) that restricts it."
}
