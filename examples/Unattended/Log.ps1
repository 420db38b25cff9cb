# What a run writes down.

$script:LogPath = $null
$script:LogFault = $null

function Open-Log {
    # The log's file and folder. An administrator's log is not written where others could lead it to another file.
    param([hashtable] $Setting)

    try {
        $path = if ($Setting.LogPath) { Get-FullPath $Setting.LogPath } else { Get-DefaultLog $Setting.Scope $Setting.LogName }
        $folder = [IO.Path]::GetDirectoryName($path)
        if (Test-Elevated) {
            Add-TrustedFolder $folder
            $own = if ($script:OnWindows) { [Security.Principal.WindowsIdentity]::GetCurrent().User.Value }
            $fault = Get-TrustFault $folder $own
            if ($fault) { throw "$fault Nothing was done." }
        } else {
            $null = [IO.Directory]::CreateDirectory($folder)
        }
        if ([IO.Directory]::Exists($path)) { throw "$path is a folder." }
        $script:LogPath = $path
    } catch {
        $script:LogFault = (Get-Cause $_).Message
        throw
    }
}

function Get-DefaultLog {
    param([string] $Scope, [string] $Name)

    $data = try { [Environment]::GetFolderPath($(if ($Scope -eq 'User') { 'LocalApplicationData' } else { 'CommonApplicationData' }), 'Create') } catch { $null }
    if (-not $data) { throw 'This account has no folder for its data: name the log with -LogPath.' }
    [IO.Path]::Combine($data, 'WinGetPy', 'logs', $Name)
}

function Move-FullLog {
    # A log that is too large becomes log.1; log.1 becomes log.2, and so on.
    param([int] $SizeKB, [int] $Count)

    if (-not [IO.File]::Exists($script:LogPath) -or (New-Object IO.FileInfo -ArgumentList $script:LogPath).Length -lt 1KB * $SizeKB) { return }
    for ($number = $Count; $number -ge 1; $number--) {
        $from = if ($number -eq 1) { $script:LogPath } else { "$script:LogPath.$($number - 1)" }
        if (Test-Path -LiteralPath $from) { Move-Item -LiteralPath $from -Destination "$script:LogPath.$number" -Force }
    }
    if (-not $Count) { Remove-Item -LiteralPath $script:LogPath }
}

function Add-LogLine {
    # One line of the log, with the time. Another run may be writing, too. A line that cannot be written is lost, which the exit code says.
    param([string] $Text)

    if (-not $script:LogPath) { return }
    # Names and texts from elsewhere make no lines of their own, and nothing that a terminal obeys.
    $Text = $Text -replace '\x1B\[[0-9;]*m', '' -replace '\s*[\r\n\u2028\u2029]\s*', ' | ' -replace '[\p{Cc}\p{Cf}]', '?'
    $time = [datetime]::Now.ToString('yyyy-MM-dd HH:mm:ss', [Globalization.CultureInfo]::InvariantCulture)
    foreach ($try in $(if ($script:LogFault) { 1 } else { 1..5 })) {
        try {
            [IO.File]::AppendAllText($script:LogPath, "$time [$PID] $Text" + [Environment]::NewLine)
            return
        } catch {
            $fault = (Get-Cause $_).Message
            Start-Sleep -Milliseconds (20 * $try)
        }
    }
    $script:LogFault = $fault
}

function Get-Cause {
    # What .NET said, without PowerShell's words around it.
    param([Management.Automation.ErrorRecord] $Failure)

    $cause = $Failure.Exception
    while ($cause -is [Management.Automation.MethodInvocationException] -and $cause.InnerException) { $cause = $cause.InnerException }
    $cause
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
        Add-LogLine "no event was written: $((Get-Cause $_).Message)"
    }
}
