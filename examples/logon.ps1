#Requires -Version 5.1
<#
.SYNOPSIS
Keeps a list of packages installed and up to date, at logon or startup, with nobody watching.

.DESCRIPTION
Installs what is missing, updates what is old, and does nothing where nothing is to do: a second run is quick and changes
nothing. It asks nothing, shows nothing and restarts nothing; what it did is in its log file, and its exit code says how it went:

    0     all is as it should be
    1     something failed (the log says what)
    2     nothing failed, but there were warnings: something was left out, such as a source that could not be read (the log says what)
    1618  another installation or another run of this script was under way, and nothing failed: try again later
    3010  all is done, and a restart is needed to finish

As a Group Policy logon script, where all scripts together have 600 seconds:

    powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File \\server\share\logon.ps1 -Path \\server\share\packages.txt

.PARAMETER Id
Ids of packages with commas between, as one text: "Git.Git,7zip.7zip" (powershell.exe -File passes no lists).

.PARAMETER Path
A text file with one id a line. Blank lines and what follows a # are left out.

.PARAMETER Scope
User or Machine, to install for the user or for all users only. By default what a package offers.

.PARAMETER Source
The name of the one source to use.

.PARAMETER TimeoutSeconds
The time limit: after it no new package and no new step is begun. What runs is let finish.

.PARAMETER LockWaitSeconds
How long to wait for another installation to end.

.PARAMETER NetworkSeconds
How long to wait for a network. Without one by then the script ends with 0: a logon without network is no failure.

.PARAMETER LogPath
The log file. Lines are appended; at 1 MB it is renamed to .old and a new one begins.

.PARAMETER Module
The module's WinGetPy.psd1, where it is not in a folder that PowerShell looks into (SYSTEM sees no user's folders).

.PARAMETER AcceptPackageAgreements
Accept the agreements of the packages. Without it a package that has some fails.

.EXAMPLE
./logon.ps1 -Id 'Git.Git,7zip.7zip' -WhatIf

Writes to the log what would be done, and does nothing.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string] $Id,
    [string] $Path,
    [ValidateSet('', 'User', 'Machine')]
    [string] $Scope,
    [string] $Source,
    [ValidateRange(1, 86400)]
    [int] $TimeoutSeconds = 480,
    [ValidateRange(0, 86400)]
    [int] $LockWaitSeconds = 120,
    [ValidateRange(0, 3600)]
    [int] $NetworkSeconds = 0,
    [string] $LogPath = (Join-Path ([Environment]::GetFolderPath('LocalApplicationData')) 'WinGetPy/logs/logon.log'),
    [string] $Module = 'WinGetPy',
    [switch] $AcceptPackageAgreements
)

# A 32-bit host on 64-bit Windows sees other folders and another registry: begin again in the 64-bit one.
$native = "$env:WINDIR\sysnative\WindowsPowerShell\v1.0\powershell.exe"
if ($env:PROCESSOR_ARCHITEW6432 -and (Test-Path -LiteralPath $native)) {
    $again = foreach ($pair in $PSBoundParameters.GetEnumerator()) {
        if ($pair.Value -isnot [switch]) { "-$($pair.Key)"; "$($pair.Value)" } elseif ($pair.Value) { "-$($pair.Key)" }
    }
    & $native -NoProfile -NonInteractive -ExecutionPolicy Bypass -File $PSCommandPath @again
    exit $LASTEXITCODE
}

$ErrorActionPreference = 'Stop'
$global:ProgressPreference = 'SilentlyContinue'   # modules read the global one
$clock = [Diagnostics.Stopwatch]::StartNew()

function Add-LogLine {
    # One line of the log, with the time. Another run may be writing, too: a line that cannot be written is let go.
    param([string] $Text)

    $time = [datetime]::Now.ToString('yyyy-MM-dd HH:mm:ss', [Globalization.CultureInfo]::InvariantCulture)
    $line = "$time [$PID] $Text"
    foreach ($try in 1..5) {
        try { [IO.File]::AppendAllText($LogPath, $line + [Environment]::NewLine); return } catch { Start-Sleep -Milliseconds (20 * $try) }
    }
}

function Open-Log {
    # The log's folder is there, and the file has not grown beyond 1 MB.
    $folder = Split-Path -Path $LogPath -Parent
    if ($folder -and -not (Test-Path -LiteralPath $folder)) { $null = New-Item -ItemType Directory -Path $folder -Force -WhatIf:$false }
    if ((Test-Path -LiteralPath $LogPath) -and (Get-Item -LiteralPath $LogPath).Length -gt 1MB) {
        Move-Item -LiteralPath $LogPath -Destination "$LogPath.old" -Force -WhatIf:$false
    }
}

function Get-WantedId {
    # The ids of -Id and of the file, each once, whatever its case.
    $texts = @($Id -split ',')
    if ($Path) { $texts += @(Get-Content -LiteralPath $Path | ForEach-Object { ($_ -split '#')[0] }) }
    $seen = @{}   # its keys have no case
    foreach ($text in $texts) {
        $text = $text.Trim()
        if ($text -and -not $seen[$text]) { $text; $seen[$text] = $true }
    }
}

function Wait-Network {
    # Whether there is a network within the time given for it.
    while (-not [Net.NetworkInformation.NetworkInterface]::GetIsNetworkAvailable()) {
        if ($clock.Elapsed.TotalSeconds -ge $NetworkSeconds) { return $false }
        Start-Sleep -Seconds 1
    }
    $true
}

function Add-Result {
    # Logs what Install-WinGetPackage emits: a result or, with -WhatIf, a plan.
    param($Result, [hashtable] $Tally)

    if ($Result.PSTypeNames -contains 'WinGetPy.Plan') {
        Add-LogLine "would: $($Result.Action) $($Result.Id) $($Result.FromVersion) -> $($Result.ToVersion) $($Result.Reason)"
        return
    }
    if ($Result.Changed) {
        $Tally.Changed++
        Add-LogLine "$($Result.Id): $($Result.InstalledVersion) -> $($Result.Version) ($($Result.Status))"
    }
    if ($Result.RebootRequired) { $Tally.Reboot = $true }
}

function Add-Failure {
    # Logs an error of Install-WinGetPackage. The module was given what was left of the time; the limit that was set is named.
    param([Management.Automation.ErrorRecord] $Failure, [hashtable] $Tally)

    if ($Failure.FullyQualifiedErrorId -like 'WinGetPy.Timeout*') {
        Add-LogLine "$($Failure.TargetObject): not begun, the time limit of $TimeoutSeconds s is over."
    } else {
        Add-LogLine "failed: $($Failure.Exception.Message)"   # the text names the package
    }
    if ($Failure.FullyQualifiedErrorId -like 'WinGetPy.InstallInProgress*') { $Tally.Busy++ } else { $Tally.Failed++ }
}

function Invoke-Run {
    # The whole run; its exit code.
    if (-not $Id -and -not $Path) { throw 'Neither -Id nor -Path was given.' }
    $wanted = @(Get-WantedId)
    if (-not $wanted.Count) {
        Add-LogLine 'The list is empty.'
        return 0
    }
    if ($NetworkSeconds -and -not (Wait-Network)) {
        Add-LogLine "No network after $NetworkSeconds s: nothing was done."
        return 0
    }
    Import-Module -Name $Module -WarningAction SilentlyContinue
    $options = @{
        Mode                    = 'Silent'
        LockWaitSeconds         = $LockWaitSeconds
        AcceptPackageAgreements = $AcceptPackageAgreements
        WhatIf                  = [bool]$WhatIfPreference
        Confirm                 = $false
        ErrorAction             = 'SilentlyContinue'
        ErrorVariable           = 'failures'
        WarningAction           = 'SilentlyContinue'
        WarningVariable         = 'warned'
    }
    if ($Scope) { $options.Scope = $Scope }
    if ($Source) { $options.Source = $Source }
    $left = [Math]::Max(1, $TimeoutSeconds - [int]$clock.Elapsed.TotalSeconds)
    $tally = @{ Changed = 0; Failed = 0; Busy = 0; Reboot = $false }
    try {
        # One command for both: it installs what is missing, updates what is older and leaves the rest alone.
        WinGetPy\Install-WinGetPackage -Id $wanted -TimeoutSeconds $left @options | ForEach-Object { Add-Result $_ $tally }
    } catch {
        # The engine cannot be started, or not again: the summary is written all the same.
        if (@($failures | ForEach-Object { $_.Exception.Message }) -notcontains $_.Exception.Message) { $failures = @($failures) + $_ }
    }
    foreach ($failure in $failures) { if ($failure) { Add-Failure $failure $tally } }
    foreach ($warning in $warned) { Add-LogLine "warning: $warning" }
    Add-LogLine "$($wanted.Count) packages, $($tally.Changed) changed, $($tally.Failed) failed, $($tally.Busy) kept waiting, $(@($warned).Count) warnings, $([int]$clock.Elapsed.TotalSeconds) s."
    if ($tally.Failed) { return 1 }
    if ($tally.Busy) { return 1618 }
    if ($tally.Reboot) { return 3010 }
    if (@($warned).Count) { return 2 }
    0
}

$code = 1
$mine = $false
$only = $null
$held = 'Another run of this script is under way'
try {
    Open-Log
    try {
        $only = New-Object Threading.Mutex -ArgumentList $false, 'Local\WinGetPy.Logon'
        $mine = $only.WaitOne(0)
    } catch [Threading.AbandonedMutexException] {
        $mine = $true   # an earlier run was cut
    } catch {
        # It exists, and belongs to an account that does not let us at it: that one's run is under way.
        if ($_.Exception.GetBaseException() -isnot [UnauthorizedAccessException]) { throw }
        $held += ", with another account: $($_.Exception.Message)"
    }
    if ($mine) {
        $code = Invoke-Run
    } else {
        Add-LogLine "$held."
        $code = 1618
    }
} catch {
    Add-LogLine "failed: $($_.Exception.Message)"
} finally {
    if ($mine) { $only.ReleaseMutex() }
    if ($only) { $only.Dispose() }
    Remove-Module -Name WinGetPy -ErrorAction Ignore -WhatIf:$false
}
exit $code
