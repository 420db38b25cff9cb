# WinGetPy: winget's packages from PowerShell. In development this file reads the others; the build merges them into it.

if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    throw "WinGetPy needs FullLanguage, and this session is in $($ExecutionContext.SessionState.LanguageMode): have the module's files signed or allowed by the policy (WDAC, AppLocker) that restricts it."
}

Set-StrictMode -Off   # a user's own strict mode is not meant for this module
$script:ModuleBase = $PSScriptRoot
$script:ModuleVersion = [string]$ExecutionContext.SessionState.Module.Version
# Text that looks like a time stays text where PowerShell can be told so (7.5).
$script:JsonOption = @{}
if ((Get-Command -Name 'Microsoft.PowerShell.Utility\ConvertFrom-Json').Parameters.ContainsKey('DateKind')) { $script:JsonOption.DateKind = 'String' }

#region files
foreach ($file in @(Get-ChildItem -Path (Join-Path $PSScriptRoot 'private'), (Join-Path $PSScriptRoot 'cmdlets') -Filter '*.ps1')) {
    . $file.FullName
}
#endregion

# A completer gets the command's name, the parameter's name, the word, the command's syntax tree and what else is bound.
foreach ($name in 'Find', 'Install', 'Get', 'Update', 'Uninstall') {
    Register-ArgumentCompleter -CommandName "$name-WinGetPackage" -ParameterName Id -ScriptBlock { Complete-PackageId $args[0] $args[2] $args[4] }
    Register-ArgumentCompleter -CommandName "$name-WinGetPackage" -ParameterName Source -ScriptBlock { Complete-SourceName $args[2] }
}
foreach ($name in 'Install', 'Update', 'Uninstall') {
    Register-ArgumentCompleter -CommandName "$name-WinGetPackage" -ParameterName Version -ScriptBlock { Complete-PackageVersion $args[2] $args[4] }
}
foreach ($name in 'Get', 'Remove', 'Update', 'Reset') {
    Register-ArgumentCompleter -CommandName "$name-WinGetSource" -ParameterName Name -ScriptBlock { Complete-SourceName $args[2] }
}

foreach ($pair in @{
        fdwgp = 'Find-WinGetPackage'; gwgp = 'Get-WinGetPackage'; iswgp = 'Install-WinGetPackage'; udwgp = 'Update-WinGetPackage'; uswgp = 'Uninstall-WinGetPackage'
        gwgso = 'Get-WinGetSource'; awgs = 'Add-WinGetSource'; rwgs = 'Remove-WinGetSource'; rswgs = 'Reset-WinGetSource'; gwgv = 'Get-WinGetVersion'
    }.GetEnumerator()) {
    Set-Alias -Name $pair.Key -Value $pair.Value -WhatIf:$false -Confirm:$false
}

Write-NeighbourWarning
$ExecutionContext.SessionState.Module.OnRemove = { Stop-Engine }
