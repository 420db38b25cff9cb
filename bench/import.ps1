#Requires -Version 5.1

<#
.SYNOPSIS
Measures the import of the built module against an empty merged module of the same size.

.DESCRIPTION
The empty module is the built file behind a `return`: read and parsed, nothing defined, no views, no types and no nested module. Each import is
one of a shell of its own, in turn, as an import cannot be repeated in one shell; the medians count.
#>
[CmdletBinding()]
param(
    # How often each side is measured.
    [int]$Rounds = 15
)
$ErrorActionPreference = 'Stop'
$repository = Split-Path -Parent $PSScriptRoot
$work = Join-Path ([IO.Path]::GetTempPath()) ('wingetpy-bench-' + [Guid]::NewGuid().ToString('n'))

function Measure-Import {
    # Milliseconds that Import-Module takes in a new shell.
    param([string] $Path)

    [double](& (Get-Process -Id $PID).Path -NoProfile -Command "`$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module '$Path'; `$w.Elapsed.TotalMilliseconds")
}

function Get-Median {
    param([double[]] $Values)

    @($Values | Sort-Object)[[int][Math]::Floor($Values.Count / 2)]
}

try {
    & (Join-Path $repository 'build.ps1') -Task Build -Output $work | Out-Null
    $built = Join-Path $work 'build/WinGetPy'
    $empty = Join-Path $work 'empty/WinGetPy'
    $null = New-Item -ItemType Directory -Path $empty -Force
    # Classes are defined where a file is read, whatever it returns before: in the empty module they are a comment.
    $text = [IO.File]::ReadAllText((Join-Path $built 'WinGetPy.psm1'))
    $begin = $text.IndexOf("#region classes`n")
    $end = $text.IndexOf('#endregion', $begin)
    $text = $text.Substring(0, $begin) + "<#`n" + $text.Substring($begin, $end - $begin) + "#>`n" + $text.Substring($end)
    [IO.File]::WriteAllText((Join-Path $empty 'WinGetPy.psm1'), "return`n" + $text)
    $manifest = [IO.File]::ReadAllText((Join-Path $built 'WinGetPy.psd1')) -replace "@\('(WinGetPy\.\w+\.ps1xml|LanguageMode\.psm1)'\)", '@()'
    [IO.File]::WriteAllText((Join-Path $empty 'WinGetPy.psd1'), $manifest)
    $ours = @()
    $peer = @()
    foreach ($round in 0..$Rounds) {
        $one = Measure-Import (Join-Path $built 'WinGetPy.psd1')
        $other = Measure-Import (Join-Path $empty 'WinGetPy.psd1')
        if (-not $round) { continue }   # the files were read from disk
        $ours += $one
        $peer += $other
    }
    $ratio = (Get-Median $ours) / (Get-Median $peer)
    $verdict = if ($ratio -le 2) { 'good' } else { 'TOO SLOW' }
    'import of the built module, PowerShell {0}: {1:n0} ms | an empty merged module of the same size: {2:n0} ms | ratio {3:n2} (limit 2.00) {4}' -f $PSVersionTable.PSVersion, (Get-Median $ours), (Get-Median $peer), $ratio, $verdict
    if ($ratio -gt 2) { exit 1 }
} finally {
    if (Test-Path -LiteralPath $work) { Remove-Item -Recurse -Force $work }
}
