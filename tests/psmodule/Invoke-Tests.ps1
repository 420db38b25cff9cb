# Runs the Pester suite and prints one line of counts. Exit code 1 if anything failed.
[CmdletBinding()]
param(
    [string] $Filter = '*',   # which test files, for instance Engine
    [switch] $Detailed,
    [switch] $Fast,           # without the tests of the tag Slow
    [string] $Pester = 'Pester'   # a name in PSModulePath, or the path of its psd1
)

Import-Module $Pester -MinimumVersion 5.0 -ErrorAction Stop
$configuration = New-PesterConfiguration
$configuration.Run.Path = @(Get-ChildItem $PSScriptRoot -Filter "$Filter.Tests.ps1" | ForEach-Object FullName)
$configuration.Run.PassThru = $true
$configuration.Output.Verbosity = if ($Detailed) { 'Detailed' } else { 'Normal' }
if ($Fast) { $configuration.Filter.ExcludeTag = 'Slow' }
$result = Invoke-Pester -Configuration $configuration
foreach ($test in $result.Tests | Where-Object Result -EQ 'Skipped') { "skipped: $($test.ExpandedPath)" }
"$($result.PassedCount) passed, $($result.FailedCount + $result.FailedContainersCount + $result.FailedBlocksCount) failed, $($result.SkippedCount) skipped, $($result.NotRunCount) not run ($([Math]::Round($result.Duration.TotalSeconds)) s)"
if ($result.Result -ne 'Passed') { exit 1 }
