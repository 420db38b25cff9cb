#Requires -Version 5.1

<#
.SYNOPSIS
What the first person with Windows runs: how the module fares where nothing else could try it.

.DESCRIPTION
Runs one small probe (import, engine, find, install and uninstall of a portable on a sandbox machine, a name beyond ASCII) in every
kind of session that Windows offers: Windows PowerShell 5.1 and PowerShell 7, code pages 65001 and 437, a 32-bit host, SYSTEM by a
scheduled task, WinRM, an execution policy of AllSigned, ConstrainedLanguage; then the windows host itself, by one portable. What
needs an elevated session is skipped without one: run it twice. ISE and a signed module have to be tried by hand; the last lines of
the table say how. Prints a table for docs/windows.md.

Never run yet: where it was written there is no Windows. It was parsed and analyzed, and its probe was run on Linux
(tests/whole/test_first_run.py); the rest of it is as much on trial as the module. A check that cannot be made says why.

An elevated session refuses a module or a Python that users may write to. For the second run put the packaged module under
ProgramFiles (-Module) and take a Python that is installed for all users (-Python).

Nothing is left behind: a folder in TEMP, a scheduled task and one portable are made and removed.

.PARAMETER Module
The module's WinGetPy.psd1; by default the one of this repository.

.PARAMETER Python
The interpreter (WINGETPY_PYTHON); by default the module finds one.

.EXAMPLE
./First-Run.ps1 | Set-Content first-run.md
#>
[CmdletBinding()]
param(
    [string] $Module = (Join-Path (Split-Path (Split-Path $PSScriptRoot -Parent) -Parent) 'psmodule\WinGetPy.psd1'),
    [string] $Python
)

$ErrorActionPreference = 'Stop'
if ($env:OS -ne 'Windows_NT') { throw 'This is for Windows.' }
$work = Join-Path $env:TEMP "wingetpy-first-run-$PID"
$elevated = (New-Object Security.Principal.WindowsPrincipal -ArgumentList ([Security.Principal.WindowsIdentity]::GetCurrent())).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
$rows = New-Object Collections.ArrayList

function Add-Row {
    # One line of the table. What failed has a reason, be it that none was given.
    param([string] $Session, [string] $Result, [string] $Told)

    $short = ($Told -replace '\s+', ' ').Trim()
    if (-not $short) { $short = 'no answer' }
    if ($short.Length -gt 160) { $short = $short.Substring(0, 160) + '...' }
    $null = $rows.Add("| $Session | $Result | $($short.Replace('|', '\|')) |")
    Write-Verbose "${Session}: $Result $short"
}

function Write-Probe {
    # The probe as a script file, and the source that it installs from. The package's name is not ASCII.
    $source = Join-Path $work 'source'
    $null = New-Item -ItemType Directory -Path $source -Force
    $tool = Join-Path $source 'probe.exe'
    Copy-Item -LiteralPath (Join-Path $env:WINDIR 'System32\where.exe') -Destination $tool
    $hash = (Get-FileHash -LiteralPath $tool -Algorithm SHA256).Hash
    $name = 'Prob' + [char]0xE9 + [char]0x4E2D
    $address = ([uri]$tool).AbsoluteUri
    $manifest = "PackageIdentifier: WinGetPyTest.Probe`nPackageVersion: `"1.0`"`nPackageLocale: en-US`nPublisher: Test`nPackageName: $name`nLicense: MIT`nShortDescription: Probe`n" +
    "Commands:`n- wingetpyprobe`nInstallers:`n- Architecture: neutral`n  InstallerType: portable`n  InstallerUrl: $address`n  InstallerSha256: $hash`nManifestType: singleton`nManifestVersion: 1.6.0`n"
    [IO.File]::WriteAllText((Join-Path $source 'probe.yaml'), $manifest, (New-Object Text.UTF8Encoding -ArgumentList $false))
    $probe = @'
param([string] $Module, [string] $Source, [string] $Root, [string] $Python, [string] $Result, [string] $MachineHost = 'sandbox')
$told = try {
    if ($Python) { $env:WINGETPY_PYTHON = $Python }
    $env:WINGETPY_HOST = $MachineHost
    if ($MachineHost -eq 'sandbox') { $env:WINGETPY_ROOT = $Root }
    $ErrorActionPreference = 'Stop'
    $clock = [Diagnostics.Stopwatch]::StartNew()
    Import-Module $Module
    $version = Get-WinGetVersion
    $first = $clock.ElapsedMilliseconds
    Add-WinGetSource -Name WinGetPyProbe -Argument $Source
    try {
        $found = Find-WinGetPackage -Id WinGetPyTest.Probe -Source WinGetPyProbe
        $name = 'Prob' + [char]0xE9 + [char]0x4E2D
        if ($found.Name -cne $name) { throw "the name came through as '$($found.Name)'" }
        $planned = $found | Install-WinGetPackage -WhatIf
        if ($planned.Action -ne 'Install') { throw "the plan was $($planned.Action)" }
        $installed = $found | Install-WinGetPackage
        $onPath = @($env:PATH -split ';' | Where-Object { $installed.PathAdded -contains $_ }).Count
        $gone = Get-WinGetPackage -Id WinGetPyTest.Probe | Uninstall-WinGetPackage
        if (-not $gone.Changed) { throw 'it was not uninstalled' }
    } finally { Remove-WinGetSource -Name WinGetPyProbe }
    "OK $version, PowerShell $($PSVersionTable.PSVersion), first answer after $first ms, PATH elements in this session: $onPath"
} catch { "FAILED $($_.Exception.Message)" }
if ($Result) { [IO.File]::WriteAllText($Result, "$told") } else { "$told" }
'@
    $script = Join-Path $work 'probe.ps1'
    [IO.File]::WriteAllText($script, $probe, (New-Object Text.UTF8Encoding -ArgumentList $false))
    $script
}

function Get-ProbeArgument {
    # The probe's arguments as one text for a command line.
    param([string] $Name, [string] $MachineHost = 'sandbox')

    $text = "-File `"$script`" -Module `"$Module`" -Source `"$(Join-Path $work 'source')`" -Root `"$(Join-Path $work "root-$Name")`" -Result `"$(Join-Path $work "$Name.txt")`" -MachineHost $MachineHost"
    if ($Python) { $text += " -Python `"$Python`"" }
    $text
}

function Read-Result {
    # What a probe wrote, as a row; what the shell printed where it wrote nothing.
    param([string] $Session, [string] $Name, [string] $Otherwise)

    $file = Join-Path $work "$Name.txt"
    $told = if (Test-Path -LiteralPath $file) { [IO.File]::ReadAllText($file) } else { '' }
    Add-Answer $Session $told $Otherwise
}

function Add-Answer {
    # A probe's answer as a row: its first word is the result. Anything but OK is a failure.
    param([string] $Session, [string] $Told, [string] $Otherwise)

    $word, $rest = $Told -split ' ', 2
    if ($word -cin 'OK', 'FAILED') { Add-Row $Session $word $rest } else { Add-Row $Session 'FAILED' "$Told $Otherwise" }
}

function Add-SignatureAnswer {
    # Under AllSigned a signed module is imported and another one is refused for its signature; nothing else is good.
    param([string] $Session, [bool] $Signed, [string] $Told)

    $good = if ($Signed) { $Told -ceq 'it was imported' } else { $Told -cmatch '^refused UnauthorizedAccess' }
    Add-Row $Session $(if ($good) { 'OK' } else { 'FAILED' }) $Told
}

function Remove-Leftover {
    # Removes a folder; an engine that is still ending holds its log for a moment. What stays is a row.
    param([string] $Folder, [int] $Second = 15)

    $clock = [Diagnostics.Stopwatch]::StartNew()
    $reason = ''
    while (Test-Path -LiteralPath $Folder) {
        try { Remove-Item -LiteralPath $Folder -Recurse -Force -ErrorAction Stop } catch { $reason = $_.Exception.Message }
        if (-not (Test-Path -LiteralPath $Folder)) { return }
        if ($clock.Elapsed.TotalSeconds -ge $Second) { Add-Row 'cleaning up' 'FAILED' "$Folder is still there: $reason"; return }
        Start-Sleep -Milliseconds 500
    }
}

function Invoke-Shell {
    # The probe in a shell of its own, under a code page.
    param([string] $Session, [string] $Name, [string] $Shell, [int] $CodePage, [string] $More = '-ExecutionPolicy Bypass', [string] $MachineHost = 'sandbox')

    $said = & "$env:WINDIR\System32\cmd.exe" /d /c "chcp $CodePage >nul & `"$Shell`" -NoProfile -NonInteractive $More $(Get-ProbeArgument $Name $MachineHost) 2>&1"
    Read-Result $Session $Name "$said"
}

$null = New-Item -ItemType Directory -Path $work -Force
try {
    $script = Write-Probe
    $desktop = "$env:WINDIR\System32\WindowsPowerShell\v1.0\powershell.exe"
    $core = (Get-Command -Name pwsh.exe -CommandType Application -ErrorAction Ignore | Select-Object -First 1).Source
    foreach ($shell in @(@{ Name = '5.1'; Path = $desktop }, @{ Name = '7'; Path = $core })) {
        if (-not $shell.Path) { Add-Row "PowerShell $($shell.Name)" 'SKIPPED' 'it is not installed'; continue }
        foreach ($page in 65001, 437) { Invoke-Shell "PowerShell $($shell.Name), code page $page" "$($shell.Name)-$page" $shell.Path $page }
    }
    $narrow = "$env:WINDIR\SysWOW64\WindowsPowerShell\v1.0\powershell.exe"
    if (Test-Path -LiteralPath $narrow) { Invoke-Shell 'PowerShell 5.1, 32-bit host' 'narrow' $narrow 437 } else { Add-Row '32-bit host' 'SKIPPED' 'there is none' }
    $told = & $desktop -NoProfile -NonInteractive -ExecutionPolicy AllSigned -Command "try { Import-Module '$Module' -ErrorAction Stop; 'it was imported' } catch { 'refused ' + `$_.FullyQualifiedErrorId + ' ' + `$_.Exception.Message }" 2>&1
    $signed = (Get-AuthenticodeSignature -LiteralPath ($Module -replace '\.psd1$', '.psm1')).Status -eq 'Valid'
    Add-SignatureAnswer "AllSigned (the module is signed: $signed)" $signed "$told"
    $told = & $desktop -NoProfile -ExecutionPolicy Bypass -Command "`$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'; try { Import-Module '$Module' } catch { `$_.Exception.Message }" 2>&1
    Add-Row 'ConstrainedLanguage (must be refused in one sentence)' $(if ("$told" -match 'FullLanguage') { 'OK' } else { 'FAILED' }) "$told"
    Invoke-Shell "the windows host, elevated: $elevated" 'windows' $desktop 437 '-ExecutionPolicy Bypass' 'windows'

    if ($elevated) {
        $task = "WinGetPyFirstRun$PID"
        $registered = $false
        try {
            # By the cmdlets: schtasks.exe takes no more than 261 characters.
            $action = New-ScheduledTaskAction -Execute $desktop -Argument "-NoProfile -NonInteractive -ExecutionPolicy Bypass $(Get-ProbeArgument 'system')"
            $null = Register-ScheduledTask -TaskName $task -Action $action -User 'SYSTEM' -RunLevel Highest
            $registered = $true
            Start-ScheduledTask -TaskName $task
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while (-not (Test-Path -LiteralPath (Join-Path $work 'system.txt')) -and $clock.Elapsed.TotalSeconds -lt 120) { Start-Sleep -Seconds 1 }
            Start-Sleep -Seconds 1   # the file is there before it is written
            Read-Result 'SYSTEM, scheduled task' 'system' 'no answer within 120 s'
        } catch { Add-Row 'SYSTEM, scheduled task' 'SKIPPED' $_.Exception.Message } finally {
            if ($registered) { Unregister-ScheduledTask -TaskName $task -Confirm:$false -ErrorAction Continue }
        }
        try {
            $with = @{ Module = $Module; Source = (Join-Path $work 'source'); Root = (Join-Path $work 'root-winrm'); Python = $Python }
            $told = Invoke-Command -ComputerName localhost -ScriptBlock {
                $there = $using:with
                & $using:script @there
            }
            Add-Answer 'WinRM' "$told"
        } catch { Add-Row 'WinRM' 'SKIPPED' $_.Exception.Message }
    } else {
        Add-Row 'SYSTEM, scheduled task' 'SKIPPED' 'this session is not elevated'
        Add-Row 'WinRM' 'SKIPPED' 'this session is not elevated'
    }
    Add-Row 'ISE' 'BY HAND' "open powershell_ise.exe, Import-Module '$Module', then Find-, Install- and Uninstall-WinGetPackage; press Stop in an install"
    Add-Row 'a signed module' 'BY HAND' 'sign psd1, psm1 and ps1xml of the packaged module, then run this again with -Module'
} catch {
    Add-Row 'this script' 'FAILED' "$($_.Exception.Message) $($_.InvocationInfo.PositionMessage)"
} finally {
    Remove-Leftover $work
}
"Windows $([Environment]::OSVersion.Version), elevated: $elevated"
''
'| session | result | told |'
'|---|---|---|'
$rows
