#Requires -Version 5.1

<#
.SYNOPSIS
Measures Get-WinGetPackage | Update-WinGetPackage of 200 packages with nothing newer, per package, against Get-WinGetSource.

.DESCRIPTION
Both in the same shell, with the same engine, in turn; the median of each counts. The machine and its source are those of
plan.py.
#>
[CmdletBinding()]
param(
    # How often each side is measured.
    [int]$Rounds = 5,
    # How many packages are installed.
    [int]$Packages = 200
)
$ErrorActionPreference = 'Stop'
$repository = Split-Path -Parent $PSScriptRoot
$work = Join-Path ([IO.Path]::GetTempPath()) ('wingetpy-bench-' + [Guid]::NewGuid().ToString('n'))
$null = New-Item -ItemType Directory -Path $work
try {
    if (-not $env:WINGETPY_PYTHON) {
        $env:WINGETPY_PYTHON = (Get-Command python3, python -ErrorAction SilentlyContinue | Select-Object -First 1).Source
    }
    $env:WINGETPY_HOST = 'sandbox'
    $env:WINGETPY_ROOT = Join-Path $work 'machine'
    $prepare = 'import sys; sys.path[:0] = sys.argv[1:3]; import pathlib, plan; ' +
        'plan.prepare(pathlib.Path(sys.argv[3]), pathlib.Path(sys.argv[4]), int(sys.argv[5]))'
    & $env:WINGETPY_PYTHON -c $prepare $PSScriptRoot (Join-Path $repository 'engine') $env:WINGETPY_ROOT (Join-Path $work 'source') $Packages
    if ($LASTEXITCODE) { throw "plan.py ended with $LASTEXITCODE." }
    Import-Module (Join-Path $repository 'psmodule/WinGetPy.psd1')

    $update = New-Object System.Collections.Generic.List[double]
    $source = New-Object System.Collections.Generic.List[double]
    foreach ($round in 0..$Rounds) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $results = @(Get-WinGetPackage | Update-WinGetPackage -ErrorAction SilentlyContinue)
        $took = $watch.Elapsed.TotalMilliseconds / $Packages
        if ($results.Count -ne $Packages) { throw "$($results.Count) results for $Packages packages." }
        if (@($results | Where-Object { $_.Reason -ne 'NoApplicableUpgrade' }).Count) { throw 'There is something newer.' }

        $watch.Restart()
        foreach ($number in 1..$Packages) { $null = Get-WinGetSource }
        if ($round -gt 0) {
            $update.Add($took)
            $source.Add($watch.Elapsed.TotalMilliseconds / $Packages)
        }
    }
    $ours = @($update | Sort-Object)[[Math]::Floor($Rounds / 2)]
    $peer = @($source | Sort-Object)[[Math]::Floor($Rounds / 2)]
    'update of {0} with nothing newer, per package (Get-WinGetSource, PowerShell {1}) | {2:n2} ms | {3:n2} ms | {4:n2} | 2' -f $Packages, $PSVersionTable.PSVersion, $ours, $peer, ($ours / $peer)
    if ($ours -gt 2 * $peer) { exit 1 }
} finally {
    Remove-Module WinGetPy -ErrorAction SilentlyContinue
    Remove-Item -Recurse -Force $work
}
