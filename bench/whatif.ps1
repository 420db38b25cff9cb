#Requires -Version 5.1

<#
.SYNOPSIS
Measures Get-WinGetPackage | Update-WinGetPackage -WhatIf on 400 programs and the full catalogue: the time to the first object.

.DESCRIPTION
The machine has the programs of list.py. Beside it, from the same shell and engine in turn: the first object of
Get-WinGetPackage alone, and the whole pipeline. Medians count; the first round, in which the engine reads everything, is left out.
#>
[CmdletBinding()]
param(
    # How often each side is measured.
    [int]$Rounds = 7,
    # How many programs are installed.
    [int]$Programs = 400
)
$ErrorActionPreference = 'Stop'
$limit = 300
$repository = Split-Path -Parent $PSScriptRoot
$work = Join-Path ([IO.Path]::GetTempPath()) ('wingetpy-bench-' + [Guid]::NewGuid().ToString('n'))
$null = New-Item -ItemType Directory -Path $work
try {
    if (-not $env:WINGETPY_PYTHON) {
        $env:WINGETPY_PYTHON = (Get-Command python3, python -ErrorAction SilentlyContinue | Select-Object -First 1).Source
    }
    $env:WINGETPY_HOST = 'sandbox'
    $env:WINGETPY_ROOT = Join-Path $work 'machine'
    $prepare = 'import sys; sys.path[:0] = sys.argv[1:3]; import pathlib, importlib; ' +
        'importlib.import_module("list").prepare(pathlib.Path(sys.argv[3]), int(sys.argv[4]))'
    & $env:WINGETPY_PYTHON -c $prepare $PSScriptRoot (Join-Path $repository 'engine') $env:WINGETPY_ROOT $Programs
    if ($LASTEXITCODE) { throw "list.py ended with $LASTEXITCODE." }
    Import-Module (Join-Path $repository 'psmodule/WinGetPy.psd1')

    $first = New-Object System.Collections.Generic.List[double]
    $whole = New-Object System.Collections.Generic.List[double]
    $listed = New-Object System.Collections.Generic.List[double]
    foreach ($round in 0..$Rounds) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $script:at = -1.0
        $script:count = 0
        Get-WinGetPackage | Update-WinGetPackage -WhatIf -ErrorAction SilentlyContinue 6>$null | ForEach-Object {
            $script:count++
            if ($script:at -lt 0) { $script:at = $watch.Elapsed.TotalMilliseconds }
        }
        $took = $watch.Elapsed.TotalMilliseconds
        if ($script:at -lt 0 -or $script:count -lt $Programs / 2) { throw "$($script:count) plans for $Programs programs." }

        $watch.Restart()
        $script:listedAt = -1.0
        Get-WinGetPackage | ForEach-Object { if ($script:listedAt -lt 0) { $script:listedAt = $watch.Elapsed.TotalMilliseconds } }
        if ($round -gt 0) {
            $first.Add($script:at)
            $whole.Add($took)
            $listed.Add($script:listedAt)
        }
    }
    $middle = [Math]::Floor($Rounds / 2)
    $ours, $peer, $all = foreach ($times in $first, $listed, $whole) { @($times | Sort-Object)[$middle] }
    'first plan of Get | Update -WhatIf, {0} programs (first object of Get, PowerShell {1}) | {2:n1} ms | {3:n1} ms | {4:n2} | {5} ms' -f $Programs, $PSVersionTable.PSVersion, $ours, $peer, ($ours / $peer), $limit
    'all plans of Get | Update -WhatIf, {0} programs | {1:n0} ms | | |' -f $script:count, $all
    if ($ours -gt $limit) { exit 1 }
} finally {
    Remove-Module WinGetPy -ErrorAction SilentlyContinue
    Remove-Item -Recurse -Force $work
}
