# What logon.ps1 and startup.ps1 share: one run over a list of packages with nobody watching. The folder lies beside them.

$ErrorActionPreference = 'Stop'
$script:Clock = [Diagnostics.Stopwatch]::StartNew()
$script:Abandoned = $false   # whether a share did not answer, and what asks it is left behind
$script:OnWindows = $env:OS -eq 'Windows_NT'   # $IsWindows is not known to Windows PowerShell 5.1

foreach ($part in 'Trust', 'Log', 'Time', 'List', 'Hook', 'Package') { . "$PSScriptRoot/$part.ps1" }

function Invoke-NativeHost {
    # Runs the script again in the 64-bit host where this one is 32-bit on 64-bit Windows, which shows other folders and another
    # registry. Whether it did; the exit code is then in $LASTEXITCODE.
    param([string] $Script, [Collections.IDictionary] $Bound)

    $native = "$env:WINDIR\sysnative\WindowsPowerShell\v1.0\powershell.exe"
    if (-not $env:PROCESSOR_ARCHITEW6432 -or -not (Test-Path -LiteralPath $native)) { return $false }
    $again = foreach ($pair in $Bound.GetEnumerator()) {
        if ($pair.Value -is [switch]) { if ($pair.Value) { "-$($pair.Key)" }; continue }
        $text = $pair.Value -join ','
        if ($text -match '\s.*\\$') { $text += '\' }   # Windows PowerShell puts quotes around it, and \" is none
        "-$($pair.Key)"; $text
    }
    & $native -NoProfile -NonInteractive -ExecutionPolicy Bypass -File $Script @again | Out-Null
    $true
}

function Invoke-UnattendedRun {
    # One run at a time, from its log's first line to its event. Its exit code.
    param([hashtable] $Setting)

    # Wildcards and dates mean the same whatever the account's culture is.
    [Threading.Thread]::CurrentThread.CurrentCulture = [Globalization.CultureInfo]::InvariantCulture
    $WhatIfPreference = $false   # the log is written all the same
    $outcome = @{ Code = 1; Says = 'failed.' }
    $only = $null
    try {
        Open-Log $Setting
        # .NET begins relative paths at the process's folder, PowerShell at its own.
        foreach ($name in 'Path', 'HookPath') { if ($Setting[$name] -and $Setting[$name] -notmatch '^https?:') { $Setting[$name] = Get-FullPath $Setting[$name] } }
        $only = Enter-Run
        $outcome = if ($only) { Invoke-Run $Setting } else { @{ Code = 1618; Says = 'Another run of this script is under way.' } }
    } catch {
        if (-not $script:LogFault) { $outcome.Says = "failed: $((Get-Cause $_).Message)" }
    } finally {
        if ($only) { $only.Dispose() }
        Remove-Module -Name WinGetPy -ErrorAction Ignore
    }
    Add-LogLine $outcome.Says
    if ($script:LogFault) {
        if (-not $outcome.Code) { $outcome.Code = 2 }
        $outcome.Says = "$($outcome.Says) The log was not written: $script:LogFault"
        [Console]::Error.WriteLine("$($Setting.Name): $($outcome.Says)")   # nobody reads it at a logon; management tools keep it
    }
    if ($outcome.Code -or $outcome.Changed) { Add-Event $Setting.Name $outcome.Code $outcome.Says }
    if ($script:Abandoned) { [Environment]::Exit($outcome.Code) }   # otherwise the thread that waits for a dead share would be waited for
    $outcome.Code
}

function Get-FullPath {
    param([string] $Path)

    $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Path)
}

function Enter-Run {
    # The lock file beside the log, held open; nothing where another run holds it. A run that is killed holds it no longer.
    try {
        return New-Object IO.FileStream -ArgumentList "$script:LogPath.lock", ([IO.FileMode]::OpenOrCreate), ([IO.FileAccess]::ReadWrite), ([IO.FileShare]::None)
    } catch {
        # 32 and 33: Windows' sharing and lock violations; 11 and 35: EWOULDBLOCK of Linux and of macOS.
        $fault = Get-Cause $_
        if ($fault -isnot [IO.IOException] -or ($fault.HResult -band 0xFFFF) -notin 11, 32, 33, 35) { throw }
    }
}

function Invoke-Run {
    # The run over all packages: @{ Code; Says; Changed }.
    param([hashtable] $Setting)

    Move-FullLog $Setting.LogSizeKB $Setting.LogCount
    if (-not $Setting.Id -and -not $Setting.Path) { throw 'Neither -Id nor -Path was given.' }
    Assert-Account $Setting.Scope
    $limit = $Setting.TimeoutSeconds
    $over = "the time limit of $limit s is over"
    if ($Setting.Window) {
        $open = Get-WindowSecond $Setting.Window ([datetime]::Now)
        if (-not $open) { return @{ Code = 0; Says = "Outside of the maintenance window $($Setting.Window): nothing was done." } }
        $open += $script:Clock.Elapsed.TotalSeconds
        if ($open -lt $limit) { $limit = $open; $over = "the maintenance window $($Setting.Window) is over" }
    }
    if ($Setting.NetworkSeconds -and -not (Wait-Network $Setting.NetworkSeconds $Setting.Path $Setting.HookPath)) {
        return @{ Code = 0; Says = "No network, or no way to the list or to the hooks, after $($Setting.NetworkSeconds) s: nothing was done." }
    }
    $wanted = @(Get-WantedPackage $Setting)
    if (-not $wanted.Count) { return @{ Code = 0; Says = 'The list is empty, or nothing of it is for this script.' } }
    $run = @{
        Setting = $Setting; Limit = $limit; Over = $over; Hooks = Get-Hook $Setting.HookPath; LockWait = $Setting.LockWaitSeconds
        Changed = 0; Failed = 0; Busy = 0; Left = 0; Warned = 0; Reboot = $false; RebootBegun = $false
    }
    $module = if (Test-Path -LiteralPath $Setting.Module -PathType Leaf) { [WildcardPattern]::Escape($Setting.Module) } else { $Setting.Module }
    Import-Module -Name $module -WarningAction SilentlyContinue
    foreach ($package in $wanted) { Invoke-Package $run $package }
    $says = "$($wanted.Count) packages, $($run.Changed) changed, $($run.Failed) failed, $($run.Busy) kept waiting, $($run.Left) left for the next run, $($run.Warned) warnings, $([int]$script:Clock.Elapsed.TotalSeconds) s."
    @{ Code = Get-ExitCode $run; Says = $says; Changed = $run.Changed }
}

function Get-ExitCode {
    param([hashtable] $Run)

    if ($Run.Failed) { return 1 }
    if ($Run.RebootBegun) { return 1641 }
    if ($Run.Busy) { return 1618 }
    if ($Run.Reboot) { return 3010 }
    if ($Run.Warned) { return 2 }
    0
}

Export-ModuleMember -Function Invoke-NativeHost, Invoke-UnattendedRun
