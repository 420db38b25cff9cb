#Requires -Version 5.1

<#
.SYNOPSIS
Measures Find-WinGetPackage for at least 5,000 rows against ConvertFrom-Json of the same rows alone, in one run.

.DESCRIPTION
The catalogue is the community's where it is found (WINGETPY_CATALOGUE, or the shared archive unpacked), otherwise 6,000
packages that are written for the purpose. Both sides are run in turn, the least time of each counts. The second figure is the
time to the first object, beside the time to the whole answer.
#>
[CmdletBinding()]
param(
    # How often each side is measured.
    [int]$Rounds = 7
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
    $source = $env:WINGETPY_CATALOGUE
    if (-not $source) {
        $source = Join-Path $work 'source'
        $null = New-Item -ItemType Directory -Path $source
        foreach ($number in 1..6000) {
            $lines = @(
                "PackageIdentifier: Vendor$($number % 700).Package$number", 'PackageVersion: 1.0.0', 'PackageLocale: en-US',
                "Publisher: Vendor$($number % 700)", "PackageName: Package $number", 'License: MIT', 'ShortDescription: For measuring',
                'Tags:', '- measured', 'Installers:', '- Architecture: x64', '  InstallerType: portable',
                "  InstallerUrl: https://example.org/$number.exe", "  InstallerSha256: $('A' * 64)", 'ManifestType: singleton',
                'ManifestVersion: 1.6.0'
            )
            [IO.File]::WriteAllLines((Join-Path $source "$number.yaml"), [string[]]$lines)
        }
    }
    Import-Module (Join-Path $repository 'psmodule/WinGetPy.psd1')
    Add-WinGetSource -Name Bench -Argument $source

    $rows = @(Find-WinGetPackage -Query e)
    $json = ConvertTo-Json -InputObject @($rows | Select-Object -Property Id, Name, Moniker, Version, AvailableVersions, Source, Match) -Depth 4 -Compress
    $find = New-Object System.Collections.Generic.List[double]
    $first = New-Object System.Collections.Generic.List[double]
    $parse = New-Object System.Collections.Generic.List[double]
    foreach ($round in 1..$Rounds) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $script:firstAt = -1.0
        Find-WinGetPackage -Query e | ForEach-Object { if ($script:firstAt -lt 0) { $script:firstAt = $watch.Elapsed.TotalMilliseconds } }
        $first.Add($script:firstAt)

        $watch.Restart()
        $found = @(Find-WinGetPackage -Query e)
        $find.Add($watch.Elapsed.TotalMilliseconds)

        $watch.Restart()
        $parsed = ConvertFrom-Json -InputObject $json
        $parse.Add($watch.Elapsed.TotalMilliseconds)
        if ($found.Count -ne $rows.Count -or @($parsed).Count -ne $rows.Count) { throw 'The two sides do not give the same rows.' }
    }
    $ours = ($find | Measure-Object -Minimum).Minimum
    $peer = ($parse | Measure-Object -Minimum).Minimum
    $soon = ($first | Measure-Object -Minimum).Minimum
    $ratio = $ours / $peer
    $verdict = if ($ratio -le 3) { 'good' } else { 'TOO SLOW' }
    'Find-WinGetPackage, {0} rows, PowerShell {1}: {2:n0} ms | ConvertFrom-Json of the same rows: {3:n0} ms | ratio {4:n2} (limit 3.00) {5}' -f $rows.Count, $PSVersionTable.PSVersion, $ours, $peer, $ratio, $verdict
    'first object after {0:n0} ms of {1:n0} ms' -f $soon, $ours
    if ($ratio -gt 3) { exit 1 }
} finally {
    Remove-Module WinGetPy -ErrorAction SilentlyContinue
    Remove-Item -Recurse -Force $work
}
