#Requires -Version 5.1

<#
.SYNOPSIS
Detects packages for Intune (Win32 app) and Configuration Manager (script detection).

.DESCRIPTION
All packages are installed: one line and exit code 0. One is missing or older: exit code 0 and no output, which both take as "not installed".
It could not be found out: exit code 1. Nothing is ever written to the error stream, which would spoil the detection.
These tools hand no parameters to a detection script: write the defaults below, then upload the file.

.PARAMETER Id
Ids of packages with commas between. After an id may stand the lowest version that counts: "Git.Git>=2.50,7zip.7zip".

.PARAMETER Scope
Machine for what SYSTEM installs, User for what is installed in the user's context.

.PARAMETER MissingCode
The exit code where one is missing or older: 0 for a detection rule, 1 for the detection script of an Intune remediation.

.PARAMETER Module
The module's WinGetPy.psd1, where it is not in a folder that PowerShell looks into.
#>
[CmdletBinding()]
param(
    [string[]] $Id = '',
    [ValidateSet('Machine', 'User')]
    [string] $Scope = 'Machine',
    [int] $MissingCode = 0,
    [string] $Module = 'WinGetPy'
)

$ErrorActionPreference = 'Stop'
$global:ProgressPreference = 'SilentlyContinue'   # modules read the global one
try {
    if (Test-Path -LiteralPath $Module -PathType Leaf) { $Module = [WildcardPattern]::Escape($Module) }
    Import-Module -Name $Module -WarningAction SilentlyContinue
    $found = @(foreach ($wanted in $Id -join ',' -split ',') {
            $name, $lowest = $wanted.Trim() -split '\s*>=\s*'
            if (-not $name) { continue }
            $here = @(WinGetPy\Get-WinGetPackage -Id $name -MatchOption EqualsCaseInsensitive -Scope $Scope -WarningAction SilentlyContinue -ErrorAction Stop)
            if ($lowest) { $here = @($here | Where-Object { $_.CompareToVersion($lowest) -in 'Equal', 'Greater' }) }
            if (-not $here.Count) { exit $MissingCode }
            "$($here[0].Id) $($here[0].InstalledVersion)"
        })
    if (-not $found.Count) { exit 1 }   # nobody wrote down what to detect
    'Installed: ' + ($found -join ', ')
} catch {
    exit 1
}
exit 0
