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

foreach ($pair in @{
        fdwgp = 'Find-WinGetPackage'; gwgp = 'Get-WinGetPackage'; iswgp = 'Install-WinGetPackage'; udwgp = 'Update-WinGetPackage'; uswgp = 'Uninstall-WinGetPackage'
        gwgso = 'Get-WinGetSource'; awgs = 'Add-WinGetSource'; rwgs = 'Remove-WinGetSource'; rswgs = 'Reset-WinGetSource'; gwgv = 'Get-WinGetVersion'
    }.GetEnumerator()) {
    Set-Alias -Name $pair.Key -Value $pair.Value -WhatIf:$false -Confirm:$false
}

Write-NeighbourWarning
$ExecutionContext.SessionState.Module.OnRemove = { Stop-Engine }
