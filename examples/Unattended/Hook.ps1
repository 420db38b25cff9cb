# Scripts of the administrators that run before and after a package.

$script:HookLines = 200
$script:HookChars = 65536

function Get-Hook {
    # The scripts of the folder by name: <Id>.before.ps1, <Id>.after.ps1. Refused where others than administrators may write there.
    param([string] $Path)

    $hooks = @{}
    if (-not $Path) { return $hooks }
    if (-not (Invoke-Bounded $script:ListSeconds $Path { param($Folder) [IO.Directory]::Exists($Folder) })) { throw "Hooks: the folder $Path is not there, or did not answer within $script:ListSeconds s." }
    Assert-Trusted $Path
    foreach ($file in Get-ChildItem -LiteralPath $Path -Filter *.ps1) { $hooks[$file.Name] = $file.FullName }
    $hooks
}

function Assert-Trusted {
    # Nobody but the system and administrators may write to a file or folder of hooks.
    param([string] $Path)

    $fault = Get-TrustFault $Path
    if ($fault) { throw "Hooks: $fault No hook is run, and nothing is done that it belongs to." }
}

function Invoke-Hook {
    # Runs a hook in a process of its own; what it writes is logged. Whether the package may go on.
    param([hashtable] $Run, [string] $Hook, $Plan, [string] $Status)

    $name = Split-Path $Hook -Leaf
    Assert-Trusted $Hook
    $process = Open-Hook $Hook @{ ID = $Plan.Id; ACTION = $Plan.Action; FROM = $Plan.FromVersion; TO = $Plan.ToVersion; SCOPE = $Run.Setting.Scope; STATUS = $Status }
    $over = $script:Clock.Elapsed.TotalSeconds + $Run.Setting.HookSeconds
    Write-HookLine $name (Read-Hook $process $over)
    if (-not $process.WaitForExit([Math]::Max(0, [int](1000 * ($over - $script:Clock.Elapsed.TotalSeconds))))) {
        Close-Tree $process
        $Run.Failed++
        Add-LogLine "${name}: ended after $($Run.Setting.HookSeconds) s, with what it had started."
        return $false
    }
    switch ($process.ExitCode) {
        0 { return $true }
        3010 { $Run.Reboot = $true; return $true }
    }
    $Run.Failed++
    Add-LogLine "${name}: failed with exit code $($process.ExitCode)."
    $false
}

function Open-Hook {
    param([string] $Hook, [hashtable] $Fact)

    $start = New-Object Diagnostics.ProcessStartInfo
    $start.FileName = (Get-Process -Id $PID).Path
    $start.Arguments = "-NoProfile -NonInteractive -ExecutionPolicy Bypass -File `"$($Hook -replace '(\\*)"', '$1$1\"')`""
    $start.WorkingDirectory = [IO.Path]::GetDirectoryName($Hook)
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    foreach ($pair in $Fact.GetEnumerator()) { $start.EnvironmentVariables["HOOK_$($pair.Key)"] = "$($pair.Value)" }
    $process = [Diagnostics.Process]::Start($start)
    $process.StandardInput.Close()
    $process
}

function Read-Hook {
    # What a hook writes until it ends, or the time is over. A program that it leaves running may hold its output open: no wait for that.
    param([Diagnostics.Process] $Process, [double] $Over)

    $pipes = foreach ($reader in $Process.StandardOutput, $Process.StandardError) {
        $buffer = New-Object 'char[]' -ArgumentList 4096
        @{ Reader = $reader; Buffer = $buffer; Text = New-Object Text.StringBuilder; Task = $reader.ReadAsync($buffer, 0, $buffer.Length) }
    }
    while ($open = @($pipes | Where-Object { $_.Task })) {
        $left = $Over - $script:Clock.Elapsed.TotalSeconds
        if ($left -le 0) { break }
        $ended = $Process.HasExited
        if ($ended) { $Over = [Math]::Min($Over, $script:Clock.Elapsed.TotalSeconds + 1) }
        $at = [Threading.Tasks.Task]::WaitAny([Threading.Tasks.Task[]]@($open | ForEach-Object { $_.Task }), [int][Math]::Min(200, 1000 * $left))
        if ($at -lt 0) { if ($ended) { break } else { continue } }
        $pipe = $open[$at]
        $count = $pipe.Task.Result
        if ($pipe.Text.Length -le $script:HookChars) { $null = $pipe.Text.Append($pipe.Buffer, 0, $count) }
        $pipe.Task = if ($count) { $pipe.Reader.ReadAsync($pipe.Buffer, 0, $pipe.Buffer.Length) }
    }
    foreach ($pipe in $pipes) { "$($pipe.Text)" }
}

function Write-HookLine {
    # The lines of a hook in the log, as many as a log can bear.
    param([string] $Name, [string[]] $Text)

    $lines = @($Text | ForEach-Object { $_ -split '\r?\n' } | Where-Object { $_.Trim() })
    foreach ($line in $lines | Select-Object -First $script:HookLines) {
        Add-LogLine "${Name}: $(if ($line.Length -gt 1000) { $line.Substring(0, 1000) + ' ...' } else { $line })"
    }
    if ($lines.Count -gt $script:HookLines -or ($Text | Where-Object { $_.Length -gt $script:HookChars })) { Add-LogLine "${Name}: it wrote more, which is left out." }
}

function Close-Tree {
    # Ends a process and those that it has started; Kill($true) is not known to .NET Framework.
    param([Diagnostics.Process] $Process)

    if ($PSVersionTable.PSEdition -eq 'Core') {
        $Process.Kill($true)
    } else {
        $null = & "$([Environment]::SystemDirectory)\taskkill.exe" /T /F /PID $Process.Id 2>&1
    }
}
