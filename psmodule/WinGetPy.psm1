# WinGetPy: winget's packages from PowerShell. In development this file reads the others; the build merges them into it.

if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    throw "WinGetPy needs FullLanguage, and this session is in $($ExecutionContext.SessionState.LanguageMode): have the module's files signed or allowed by the policy (WDAC, AppLocker) that restricts it."
}

Set-StrictMode -Off   # a user's own strict mode is not meant for this module
$script:ModuleBase = $PSScriptRoot
$script:ModuleVersion = [string]$ExecutionContext.SessionState.Module.Version
$script:KeepsDates = (Get-Command -Name 'Microsoft.PowerShell.Utility\ConvertFrom-Json').Parameters.ContainsKey('DateKind')

#region files
foreach ($file in @(Get-ChildItem -Path (Join-Path $PSScriptRoot 'private'), (Join-Path $PSScriptRoot 'cmdlets') -Filter '*.ps1')) {
    . $file.FullName
}
#endregion

foreach ($name in 'Find', 'Install', 'Get', 'Update', 'Uninstall') {
    Register-ArgumentCompleter -CommandName "$name-WinGetPackage" -ParameterName Id -ScriptBlock {
        param($commandName, $parameterName, $wordToComplete, $commandAst, $fakeBoundParameters)
        Complete-PackageId $commandName $wordToComplete $fakeBoundParameters
    }
    Register-ArgumentCompleter -CommandName "$name-WinGetPackage" -ParameterName Source -ScriptBlock {
        param($commandName, $parameterName, $wordToComplete)
        Complete-SourceName $wordToComplete
    }
}
foreach ($name in 'Install', 'Update', 'Uninstall') {
    Register-ArgumentCompleter -CommandName "$name-WinGetPackage" -ParameterName Version -ScriptBlock {
        param($commandName, $parameterName, $wordToComplete, $commandAst, $fakeBoundParameters)
        Complete-PackageVersion $wordToComplete $fakeBoundParameters
    }
}
foreach ($name in 'Get', 'Remove', 'Update', 'Reset') {
    Register-ArgumentCompleter -CommandName "$name-WinGetSource" -ParameterName Name -ScriptBlock {
        param($commandName, $parameterName, $wordToComplete)
        Complete-SourceName $wordToComplete
    }
}

foreach ($pair in @{
        fdwgp = 'Find-WinGetPackage'; gwgp = 'Get-WinGetPackage'; iswgp = 'Install-WinGetPackage'; udwgp = 'Update-WinGetPackage'; uswgp = 'Uninstall-WinGetPackage'
        gwgso = 'Get-WinGetSource'; awgs = 'Add-WinGetSource'; rwgs = 'Remove-WinGetSource'; rswgs = 'Reset-WinGetSource'; gwgv = 'Get-WinGetVersion'
    }.GetEnumerator()) {
    Set-Alias -Name $pair.Key -Value $pair.Value
}

Write-NeighbourWarning
$ExecutionContext.SessionState.Module.OnRemove = { Stop-Engine }
