# What logon.ps1 and startup.ps1 share: one run over a list of packages with nobody watching. Lies beside them.

$ErrorActionPreference = 'Stop'
$script:LogPath = $null
$script:Clock = [Diagnostics.Stopwatch]::StartNew()
$script:OnWindows = $env:OS -eq 'Windows_NT'   # $IsWindows is not known to Windows PowerShell 5.1

# Domain Admins and Enterprise Admins own what lies in SYSVOL.
$script:DomainAdministrators = 'S-1-5-21-*-512', 'S-1-5-21-*-519'

function Invoke-NativeHost {
    # Runs the script again in the 64-bit host where this one is 32-bit on 64-bit Windows, which shows other folders and another
    # registry. Whether it did; the exit code is then in $LASTEXITCODE.
    param([string] $Script, [Collections.IDictionary] $Bound)

    $native = "$env:WINDIR\sysnative\WindowsPowerShell\v1.0\powershell.exe"
    if (-not $env:PROCESSOR_ARCHITEW6432 -or -not (Test-Path -LiteralPath $native)) { return $false }
    $again = foreach ($pair in $Bound.GetEnumerator()) {
        if ($pair.Value -isnot [switch]) { "-$($pair.Key)"; "$($pair.Value)" } elseif ($pair.Value) { "-$($pair.Key)" }
    }
    & $native -NoProfile -NonInteractive -ExecutionPolicy Bypass -File $Script @again | Out-Null
    $true
}

function Invoke-UnattendedRun {
    # One run at a time, from its log's first line to its event. Its exit code.
    param([hashtable] $Setting)

    # .NET begins relative paths at the process's folder, PowerShell at its own.
    foreach ($name in 'LogPath', 'Path') {
        if ($Setting[$name]) { $Setting[$name] = $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($Setting[$name]) }
    }
    $script:LogPath = $Setting.LogPath
    $outcome = @{ Code = 1; Says = '' }
    $only = $null
    try {
        Open-Log $Setting.LogSizeKB $Setting.LogCount
        $only = Enter-Run $Setting.Lock
        $outcome = if ($only) { Invoke-Run $Setting } else { @{ Code = 1618; Says = 'Another run of this script is under way.' } }
    } catch {
        $outcome.Says = "failed: $($_.Exception.Message)"
    } finally {
        if ($only) { $only.ReleaseMutex(); $only.Dispose() }
        Remove-Module -Name WinGetPy -ErrorAction Ignore
    }
    if ($outcome.Says) { Add-LogLine $outcome.Says }
    if ($outcome.Code -or $outcome.Changed) { Add-Event $Setting.Name $outcome.Code $outcome.Says }
    $outcome.Code
}

function Enter-Run {
    # The mutex, held; nothing where another run holds it.
    param([string] $Lock)

    $only = $null
    try {
        $only = New-Object Threading.Mutex -ArgumentList $false, $Lock
        if ($only.WaitOne(0)) { return $only }
        $only.Dispose()
    } catch [Threading.AbandonedMutexException] {
        return $only   # an earlier run was cut
    } catch {
        # It exists, and belongs to an account that does not let us at it: that one's run is under way.
        if ($_.Exception.GetBaseException() -isnot [UnauthorizedAccessException]) { throw }
        Add-LogLine "The lock $Lock belongs to another account: $($_.Exception.Message)"
    }
}

function Invoke-Run {
    # The run over all packages: @{ Code; Says; Changed }.
    param([hashtable] $Setting)

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
    if ($Setting.NetworkSeconds -and -not (Wait-Network $Setting.NetworkSeconds $Setting.Path)) {
        return @{ Code = 0; Says = "No network, or no way to the list, after $($Setting.NetworkSeconds) s: nothing was done." }
    }
    $wanted = @(Get-WantedPackage $Setting)
    if (-not $wanted.Count) { return @{ Code = 0; Says = 'The list is empty, or nothing of it is for this script.' } }
    Import-Module -Name $Setting.Module -WarningAction SilentlyContinue
    $run = @{
        Setting = $Setting; Limit = $limit; Over = $over; Hooks = Get-Hook $Setting.HookPath; LockWait = $Setting.LockWaitSeconds
        Changed = 0; Failed = 0; Busy = 0; Left = 0; Warned = 0; Reboot = $false; RebootBegun = $false
    }
    foreach ($package in $wanted) { Invoke-Package $run $package }
    $says = "$($wanted.Count) packages, $($run.Changed) changed, $($run.Failed) failed, $($run.Busy) kept waiting, $($run.Left) left for the next run, $($run.Warned) warnings, $([int]$script:Clock.Elapsed.TotalSeconds) s."
    @{ Code = Get-ExitCode $run; Says = $says; Changed = $run.Changed }
}

function Assert-Account {
    # What belongs to a user is not put into SYSTEM's profile, and what is for all users needs the rights for it.
    param([string] $Scope)

    if (-not $script:OnWindows) { return }
    $who = [Security.Principal.WindowsIdentity]::GetCurrent()
    if ($Scope -eq 'User' -and $who.IsSystem) { throw 'This script installs for one user, and runs as SYSTEM. Use startup.ps1.' }
    $elevated = (New-Object Security.Principal.WindowsPrincipal -ArgumentList $who).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
    if ($Scope -eq 'Machine' -and -not $elevated) { throw 'This script installs for all users, and runs without administrator rights. Run it as SYSTEM, or use logon.ps1.' }
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

# One package

function Invoke-Package {
    # Installs or updates one package between its hooks, and counts how it went.
    param([hashtable] $Run, [hashtable] $Package)

    $id = $Package.Id
    $left = [int][Math]::Ceiling($Run.Limit - $script:Clock.Elapsed.TotalSeconds)
    if ($Run.RebootBegun) {
        $Run.Left++
        Add-LogLine "${id}: not begun, a restart is under way."
        return
    }
    if ($left -le 0) {
        # A window that is over is no failure: the next one goes on. A time limit that was too short is one.
        if ($Run.Limit -lt $Run.Setting.TimeoutSeconds) { $Run.Left++ } else { $Run.Failed++ }
        Add-LogLine "${id}: not begun, $($Run.Over)."
        return
    }
    $wish = $Package + @{
        Scope = $Run.Setting.Scope; Mode = 'Silent'
        AcceptPackageAgreements = $Run.Setting.AcceptPackageAgreements; AcceptSourceAgreements = $Run.Setting.AcceptSourceAgreements
        ErrorAction = 'SilentlyContinue'; WarningAction = 'SilentlyContinue'; ErrorVariable = 'failures'; WarningVariable = 'warned'
    }
    $before = $Run.Hooks["$id.before.ps1"]
    $after = $Run.Hooks["$id.after.ps1"]
    $plan = $null
    $results = @()
    $failures = @()
    $warned = @()
    try {
        if ($before -or $after -or $Run.Setting.WhatIf) { $plan = WinGetPy\Get-WinGetPlan @wish }
        $hooked = $plan -and $plan.Action -ne 'None' -and -not $plan.Error
        if ($Run.Setting.WhatIf) {
            if ($plan) { Add-PlanLine $plan $(if ($hooked) { $before; $after }) }
        } elseif (-not $failures.Count) {
            if ($hooked -and $before -and -not (Invoke-Hook $Run $before $plan 'Planned')) { return }
            $results = @(WinGetPy\Install-WinGetPackage @wish -DisableInteractivity -TimeoutSeconds $left -LockWaitSeconds $Run.LockWait -WhatIf:$false -Confirm:$false)
            if ($hooked -and $after) { $null = Invoke-Hook $Run $after $plan $(if ($results) { $results[0].Status } else { 'Failed' }) }
        }
    } catch {
        # The engine cannot be started, or not again: the next package and the summary come all the same.
        if (@($failures | ForEach-Object { $_.Exception.Message }) -notcontains $_.Exception.Message) { $failures = @($failures) + $_ }
    }
    foreach ($result in $results) { Add-Result $Run $result }
    foreach ($failure in $failures) { if ($failure) { Add-Failure $Run $failure } }
    foreach ($warning in $warned) { $Run.Warned++; Add-LogLine "warning: $warning" }
}

function Add-PlanLine {
    # What a run with -WhatIf would do.
    param($Plan, [string[]] $Hook)

    if ($Plan.Action -eq 'None') {
        Add-LogLine "nothing to do: $($Plan.Id) $($Plan.FromVersion) ($($Plan.Reason))"
        return
    }
    Add-LogLine "would: $($Plan.Action) $($Plan.Id) $($Plan.FromVersion) -> $($Plan.ToVersion) $($Plan.Reason)"
    foreach ($each in $Hook) { if ($each) { Add-LogLine "would: run $each" } }
}

function Add-Result {
    param([hashtable] $Run, $Result)

    if ($Result.Changed) {
        $Run.Changed++
        Add-LogLine "$($Result.Id): $($Result.InstalledVersion) -> $($Result.Version) ($($Result.Status))"
    }
    if ($Result.RebootRequired) { $Run.Reboot = $true }
    if ($Result.InstallerErrorCode -eq 1641) { $Run.RebootBegun = $true }
}

function Add-Failure {
    # The module was given what was left of the time; the limit that was set is named.
    param([hashtable] $Run, [Management.Automation.ErrorRecord] $Failure)

    if ($Failure.FullyQualifiedErrorId -like 'WinGetPy.Timeout*') {
        Add-LogLine "$($Failure.TargetObject): not begun, $($Run.Over)."
    } else {
        Add-LogLine "failed: $($Failure.Exception.Message)"   # the text names the package
    }
    if ($Failure.FullyQualifiedErrorId -like 'WinGetPy.InstallInProgress*') {
        $Run.Busy++
        $Run.LockWait = 0   # the others do not wait as long again
    } else {
        $Run.Failed++
    }
}

# The list

function Get-WantedPackage {
    # The packages of -Id and of the list, each once, whatever its case: @{ Id; Version?; Source? }.
    param([hashtable] $Setting)

    $all = @($Setting.Id -split ',' | ForEach-Object { @{ Id = $_ } })
    if ($Setting.Path) { $all += @(Get-ListedPackage $Setting.Path $Setting.Scope) }
    $seen = @{}   # its keys have no case
    foreach ($package in $all) {
        $package.Id = "$($package.Id)".Trim()
        if (-not $package.Id -or $seen[$package.Id]) { continue }
        $seen[$package.Id] = $true
        if ($Setting.Include -and -not (Test-Listed $package.Id $Setting.Include)) { continue }
        if ($Setting.Exclude -and (Test-Listed $package.Id $Setting.Exclude)) { continue }
        if ($Setting.Source) { $package.Source = $Setting.Source }
        $package
    }
}

function Get-ListedPackage {
    # The packages of a file: JSON as `winget export` writes it (schema 1.0 or 2.0), or text with one id a line.
    param([string] $Path, [string] $Scope)

    $text = [IO.File]::ReadAllText($Path)
    if (-not $text.TrimStart().StartsWith('{')) {
        foreach ($line in $text -split '\r?\n') { @{ Id = ($line -split '#')[0] } }
        return
    }
    $list = ConvertFrom-Json $text
    if (-not $list.Sources) { throw "$Path is no list of packages: it has no Sources." }
    foreach ($source in $list.Sources) {
        foreach ($entry in $source.Packages) {
            # One list serves both scripts: what is for the other scope is the other script's.
            if ($entry.Scope -and $entry.Scope -ne $Scope) { continue }
            $package = @{ Id = if ($entry.PackageIdentifier) { $entry.PackageIdentifier } else { $entry.Id } }
            if (-not $package.Id) { throw "$Path has a package without PackageIdentifier." }
            if ($entry.Version) { $package.Version = "$($entry.Version)" }
            if ($source.SourceDetails.Name) { $package.Source = $source.SourceDetails.Name }
            $package
        }
    }
}

function Test-Listed {
    # Whether an id matches one of the wildcards in a text with commas between.
    param([string] $Id, [string] $Wildcards)

    foreach ($wildcard in $Wildcards -split ',') { if ($wildcard.Trim() -and $Id -like $wildcard.Trim()) { return $true } }
    $false
}

# When

function Get-WindowSecond {
    # Seconds that are left of the maintenance window, 0 outside of it. "22:00-05:00,Sat 08:00-20:00": local times, a day is that of the
    # beginning.
    param([string] $Window, [datetime] $Now)

    $left = 0
    foreach ($part in $Window -split ',') {
        $match = [regex]::Match($part.Trim(), '^(?:(?<day>Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?(?<from>([01]\d|2[0-3]):[0-5]\d)-(?<to>([01]\d|2[0-3]):[0-5]\d|24:00)$', 'IgnoreCase')
        if (-not $match.Success) { throw "-Window: '$($part.Trim())' is no window such as 22:00-05:00 or Sat 08:00-20:00." }
        $from = [timespan]$match.Groups['from'].Value
        $to = if ($match.Groups['to'].Value -eq '24:00') { [timespan]::FromDays(1) } else { [timespan]$match.Groups['to'].Value }
        if ($to -le $from) { $to += [timespan]::FromDays(1) }
        foreach ($date in $Now.Date, $Now.Date.AddDays(-1)) {
            if ($match.Groups['day'].Value -and "$($date.DayOfWeek)" -notlike "$($match.Groups['day'].Value)*") { continue }
            if ($Now -ge $date + $from -and $Now -lt $date + $to) { $left = [Math]::Max($left, ($date + $to - $Now).TotalSeconds) }
        }
    }
    $left
}

function Wait-Network {
    # Whether there is a network, and the folder of the list can be reached, within the time given for it.
    param([int] $Seconds, [string] $Path)

    $folder = if ($Path) { [IO.Path]::GetDirectoryName($Path) }
    while (-not [Net.NetworkInformation.NetworkInterface]::GetIsNetworkAvailable() -or ($folder -and -not [IO.Directory]::Exists($folder))) {
        if ($script:Clock.Elapsed.TotalSeconds -ge $Seconds) { return $false }
        Start-Sleep -Seconds 1
    }
    $true
}

# Hooks

function Get-Hook {
    # The scripts of the folder by name: <Id>.before.ps1, <Id>.after.ps1. Refused where others than administrators may write there.
    param([string] $Path)

    $hooks = @{}
    if (-not $Path) { return $hooks }
    Assert-Trusted $Path
    foreach ($file in Get-ChildItem -LiteralPath $Path -Filter *.ps1) { $hooks[$file.Name] = $file.FullName }
    $hooks
}

function Assert-Trusted {
    # Nobody but the system and administrators may write to a file or folder of hooks.
    param([string] $Path)

    $item = Get-Item -LiteralPath $Path -Force
    if ($item.Attributes -band [IO.FileAttributes]::ReparsePoint) { throw "Hooks: $Path is a link. Name the folder itself." }
    $writer = if ($script:OnWindows) {
        & (Get-Module -Name WinGetPy) { Get-UntrustedWriter $args[0] -Trusted $args[1] } $Path $script:DomainAdministrators
    } elseif ($item.UnixStat.UserId -ne 0) {
        $item.User
    } elseif ($item.UnixMode -notmatch '^.{5}-.{2}-') {
        "a group or everybody ($($item.UnixMode))"
    }
    if ($writer) { throw "Hooks: $writer may write to $Path. Only administrators may: no hook is run, and nothing was done." }
}

function Invoke-Hook {
    # Runs a hook in a process of its own; what it writes is logged. Whether the package may go on.
    param([hashtable] $Run, [string] $Hook, $Plan, [string] $Status)

    $name = Split-Path $Hook -Leaf
    Assert-Trusted $Hook
    $start = New-Object Diagnostics.ProcessStartInfo
    $start.FileName = (Get-Process -Id $PID).Path
    $start.Arguments = "-NoProfile -NonInteractive -ExecutionPolicy Bypass -File `"$Hook`""
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $facts = @{ ID = $Plan.Id; ACTION = $Plan.Action; FROM = $Plan.FromVersion; TO = $Plan.ToVersion; SCOPE = $Run.Setting.Scope; STATUS = $Status }
    foreach ($fact in $facts.GetEnumerator()) { $start.EnvironmentVariables["HOOK_$($fact.Key)"] = "$($fact.Value)" }
    $process = [Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $texts = $process.StandardOutput.ReadToEndAsync(), $process.StandardError.ReadToEndAsync()
    if (-not $process.WaitForExit(1000 * $Run.Setting.HookSeconds)) {
        $process.Kill()
        $Run.Failed++
        Add-LogLine "${name}: ended after $($Run.Setting.HookSeconds) s."
        return $false
    }
    foreach ($text in $texts) {
        # A program that the hook left running may hold its output open: no wait for that.
        if ($text.Wait(1000)) { foreach ($line in $text.Result -split '\r?\n') { if ($line.Trim()) { Add-LogLine "${name}: $line" } } }
    }
    switch ($process.ExitCode) {
        0 { return $true }
        3010 { $Run.Reboot = $true; return $true }
    }
    $Run.Failed++
    Add-LogLine "${name}: failed with exit code $($process.ExitCode)."
    $false
}

# What is written down

function Open-Log {
    # The log's folder is there, and the file is not too large: log.1 is the one before, log.2 the one before that.
    param([int] $SizeKB, [int] $Count)

    $folder = Split-Path -Path $script:LogPath -Parent
    if ($folder) { $null = [IO.Directory]::CreateDirectory($folder) }
    if (-not [IO.File]::Exists($script:LogPath) -or (New-Object IO.FileInfo -ArgumentList $script:LogPath).Length -lt 1KB * $SizeKB) { return }
    for ($number = $Count; $number -ge 1; $number--) {
        $from = if ($number -eq 1) { $script:LogPath } else { "$script:LogPath.$($number - 1)" }
        if (Test-Path -LiteralPath $from) { Move-Item -LiteralPath $from -Destination "$script:LogPath.$number" -Force }
    }
    if (-not $Count) { Remove-Item -LiteralPath $script:LogPath }
}

function Add-LogLine {
    # One line of the log, with the time. Another run may be writing, too: a line that cannot be written is let go.
    param([string] $Text)

    $time = [datetime]::Now.ToString('yyyy-MM-dd HH:mm:ss', [Globalization.CultureInfo]::InvariantCulture)
    $line = "$time [$PID] $Text"
    foreach ($try in 1..5) {
        try { [IO.File]::AppendAllText($script:LogPath, $line + [Environment]::NewLine); return } catch { Start-Sleep -Milliseconds (20 * $try) }
    }
}

function Add-Event {
    # One event of the log Application, of the source WinGetPy: 100 done, 101 done but something waits or was left out, 102 failed.
    # Only an administrator may register the source; startup.ps1 does so.
    param([string] $Name, [int] $Code, [string] $Text)

    if (-not $script:OnWindows) { return }
    $kind, $number = switch ($Code) { 0 { 'Information', 100 } 1 { 'Error', 102 } default { 'Warning', 101 } }
    try {
        [Diagnostics.EventLog]::WriteEntry('WinGetPy', "${Name}: $Text`nExit code $Code. Log: $script:LogPath", [Diagnostics.EventLogEntryType]$kind, $number)
    } catch {
        Add-LogLine "no event was written: $($_.Exception.GetBaseException().Message)"
    }
}

Export-ModuleMember -Function Invoke-NativeHost, Invoke-UnattendedRun
