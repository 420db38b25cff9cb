# WinGetPy: winget's packages from PowerShell. In development this file reads the others; the build merges them into it.

if ($ExecutionContext.SessionState.LanguageMode -ne 'FullLanguage') {
    throw "WinGetPy needs FullLanguage, and this session is in $($ExecutionContext.SessionState.LanguageMode): have the module's files signed or allowed by the policy (WDAC, AppLocker) that restricts it."
}

Set-StrictMode -Off   # a user's own strict mode is not meant for this module
$script:ModuleBase = $PSScriptRoot
$script:ProtocolVersion = 1
$script:Engine = $null     # the engine of this runspace, ready for requests
$script:Opening = $null    # an engine that is being started: its start can be spread over several calls
$script:Converters = @{}   # see ConvertTo-ObjectScript
$script:Options = @{}      # see Get-CommandOption

#region files
foreach ($file in @(Get-ChildItem -Path (Join-Path $PSScriptRoot 'private'), (Join-Path $PSScriptRoot 'cmdlets') -Filter '*.ps1')) {
    . $file.FullName
}
$script:ObjectTypes = Import-PowerShellDataFile -LiteralPath (Join-Path $PSScriptRoot 'Objects.psd1')
$script:RemedyTexts = Import-PowerShellDataFile -LiteralPath (Join-Path $PSScriptRoot 'Remedies.psd1')
#endregion

#region methods
Register-ObjectMethod
#endregion
Write-NeighbourWarning
$ExecutionContext.SessionState.Module.OnRemove = { Stop-Engine }
