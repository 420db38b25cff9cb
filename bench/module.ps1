#Requires -Version 5.1
<#
.SYNOPSIS
Measures the module in one run: Find-WinGetPackage of at least 5,000 rows against ConvertFrom-Json of the same rows, the import of
the built module against an empty one of the same size, and an update of 200 packages with nothing newer against Get-WinGetSource.

.DESCRIPTION
The empty module is the built file behind a `return`: read and parsed, nothing defined, no views and no types. Each import is
one of a shell of its own, in turn; the medians count, as an import cannot be repeated in one shell. Of the packages with nothing
newer, the time of the whole pipeline is divided by their number; Get-WinGetSource is called as often in the same shell.

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
$state = @{ TooSlow = 0 }

function Write-Row {
    # One row: what, ours, peer, ratio, limit.
    param([string] $What, [double] $Ours, [string] $PeerName, [double] $Peer, [double] $Limit)

    $ratio = $Ours / $Peer
    $verdict = if ($ratio -le $Limit) { 'good' } else { $state.TooSlow++; 'TOO SLOW' }
    '{0}, PowerShell {1}: {2:n1} ms | {3}: {4:n1} ms | ratio {5:n2} (limit {6:n2}) {7}' -f $What, $PSVersionTable.PSVersion, $Ours, $PeerName, $Peer, $ratio, $Limit, $verdict
}

function Get-Median {
    param([double[]] $Values)

    @($Values | Sort-Object)[[int][Math]::Floor($Values.Count / 2)]
}

function Measure-Import {
    # Milliseconds that Import-Module takes in a new shell.
    param([string] $Path)

    [double](& (Get-Process -Id $PID).Path -NoProfile -Command "`$w = [Diagnostics.Stopwatch]::StartNew(); Import-Module '$Path'; `$w.Elapsed.TotalMilliseconds")
}

function Compare-Import {
    # The row of the import.
    & (Join-Path $repository 'build.ps1') -Task Build -Output $work | Out-Null
    $built = Join-Path $work 'build/WinGetPy'
    $empty = Join-Path $work 'empty/WinGetPy'
    $null = New-Item -ItemType Directory -Path $empty -Force
    [IO.File]::WriteAllText((Join-Path $empty 'WinGetPy.psm1'), "return`n" + [IO.File]::ReadAllText((Join-Path $built 'WinGetPy.psm1')))
    $manifest = [IO.File]::ReadAllText((Join-Path $built 'WinGetPy.psd1')) -replace "@\('WinGetPy\.\w+\.ps1xml'\)", '@()'
    [IO.File]::WriteAllText((Join-Path $empty 'WinGetPy.psd1'), $manifest)
    $ours = @()
    $peer = @()
    foreach ($round in 1..11) {
        $ours += Measure-Import (Join-Path $built 'WinGetPy.psd1')
        $peer += Measure-Import (Join-Path $empty 'WinGetPy.psd1')
    }
    Write-Row 'import of the built module, median of 11' (Get-Median $ours) 'an empty merged module of the same size' (Get-Median $peer) 2
}

function Compare-IdleUpdate {
    # The row of 200 packages with nothing newer. They are installed one by one, which takes a while and is not measured.
    $folder = Join-Path $work 'small'
    $null = New-Item -ItemType Directory -Path $folder
    foreach ($number in 1..200) {
        $program = Join-Path $folder "$number.exe"
        [IO.File]::WriteAllText($program, "program $number")
        $lines = @(
            "PackageIdentifier: Bench.Small$number", 'PackageVersion: 1.0.0', 'PackageLocale: en-US', 'Publisher: Bench', "PackageName: Small $number",
            'License: MIT', 'ShortDescription: For measuring', 'Commands:', "- small$number", 'Installers:', '- Architecture: x64',
            '  InstallerType: portable', "  InstallerUrl: file:///$($program.Replace('\', '/').TrimStart('/'))",
            "  InstallerSha256: $((Get-FileHash -LiteralPath $program -Algorithm SHA256).Hash)", 'ManifestType: singleton', 'ManifestVersion: 1.6.0'
        )
        [IO.File]::WriteAllLines((Join-Path $folder "$number.yaml"), [string[]]$lines)
    }
    Add-WinGetSource -Name Small -Argument $folder
    $results = @(1..200 | ForEach-Object { [pscustomobject]@{ Id = "Bench.Small$_"; Source = 'Small' } } | Install-WinGetPackage -Scope User)
    if (@($results | Where-Object Status -EQ 'Ok').Count -ne 200) { throw "Not all packages were installed: $($results | Where-Object Status -NE 'Ok' | Select-Object -First 1 | Out-String)" }
    $ours = @()
    $peer = @()
    foreach ($round in 1..5) {
        $watch = [Diagnostics.Stopwatch]::StartNew()
        $idle = @(Get-WinGetPackage -Source Small | Update-WinGetPackage)
        $ours += $watch.Elapsed.TotalMilliseconds / $idle.Count
        if (@($idle | Where-Object Status -EQ 'NoApplicableUpgrade').Count -ne 200) { throw 'Not 200 packages without an update.' }
        $watch.Restart()
        foreach ($time in 1..200) { $null = @(Get-WinGetSource) }
        $peer += $watch.Elapsed.TotalMilliseconds / 200
    }
    Write-Row 'update of 200 packages with nothing newer, per package, median of 5' (Get-Median $ours) 'Get-WinGetSource' (Get-Median $peer) 2
}
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
    Write-Row "Find-WinGetPackage, $($rows.Count) rows" $ours 'ConvertFrom-Json of the same rows' $peer 3
    'first object after {0:n0} ms of {1:n0} ms' -f $soon, $ours
    Compare-Import
    Compare-IdleUpdate
    if ($state.TooSlow) { exit 1 }
} finally {
    Remove-Module WinGetPy -ErrorAction SilentlyContinue
    Remove-Item -Recurse -Force $work
}
