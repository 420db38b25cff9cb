#Requires -Version 5.1

<#
.SYNOPSIS
Keeps a list of packages installed and up to date at logon, with nobody watching.

.DESCRIPTION
Runs as the user who logs on and installs for that user alone; nobody is asked for administrator rights. For all users: startup.ps1.
Installs what is missing, updates what is old, and does nothing where nothing is to do: a second run is quick and changes nothing. It asks
nothing, shows nothing and restarts nothing. What it did is in its log file and, on Windows, in the event log (Application, source WinGetPy).
Its exit code says how it went:

    0     all is as it should be, or it was not the time for it (no network, outside of the maintenance window)
    1     something failed (the log says what); the other packages were done
    2     nothing failed, but there were warnings: something was left out, such as a source that could not be read
    1618  another installation or another run of this script was under way, and nothing failed: try again later
    1641  an installer began a restart; what was left is done by the next run
    3010  all is done, and a restart is needed to finish

Needs the folder Unattended beside it. As a Group Policy logon script, where all scripts together have 600 seconds:

    powershell.exe -NoProfile -NonInteractive -ExecutionPolicy Bypass -File \\server\share\logon.ps1 -Path \\server\share\packages.json

See docs/group-policy.md.

.PARAMETER Id
Ids of packages with commas between, as one text: "Git.Git,7zip.7zip" (powershell.exe -File passes no lists).

.PARAMETER Path
The installation list: a file of `winget export` or Export-WinGetPackageList (JSON, schema 1.0 or 2.0; Version and Scope of a package count
where they are given), or a text file with one id a line, where blank lines and what follows a # are left out.

.PARAMETER Include
Only ids that match one of these wildcards, with commas between: "Git.*,Contoso.Tool".

.PARAMETER Exclude
No ids that match one of these wildcards.

.PARAMETER Source
The name of the one source to use.

.PARAMETER Window
The maintenance window, in local time: "22:00-05:00", "Sat 08:00-20:00", or several with commas between. Outside of it nothing is begun.

.PARAMETER TimeoutSeconds
The time limit: after it no new package and no new step is begun. What runs is let finish.

.PARAMETER LockWaitSeconds
How long to wait for another installation to end.

.PARAMETER NetworkSeconds
How long to wait for a network and for the folder of the list. Without them by then the script ends with 0: no network is no failure.
With 0 nothing is waited for.

.PARAMETER HookPath
A folder of scripts <Id>.before.ps1 and <Id>.after.ps1, which are run where a package is going to change. Others than administrators must not be
able to write to it. They find HOOK_ID, HOOK_ACTION, HOOK_FROM, HOOK_TO, HOOK_SCOPE and HOOK_STATUS in their environment. A first one that ends with
something else than 0 keeps the package from being changed.

.PARAMETER HookSeconds
How long a hook may run. It is ended then, and has failed.

.PARAMETER LogPath
The log file.

.PARAMETER LogSizeKB
From this size on the log file is renamed (.1, the one before .2) and a new one begins.

.PARAMETER LogCount
How many earlier log files are kept.

.PARAMETER Module
The module's WinGetPy.psd1, where it is not in a folder that PowerShell looks into (SYSTEM sees no user's folders).

.PARAMETER AcceptPackageAgreements
Accept the agreements of the packages. Without it a package that has some fails.

.PARAMETER AcceptSourceAgreements
Accept the agreements of the sources. Without it a source that has some is left out.

.EXAMPLE
./logon.ps1 -Id 'Git.Git,7zip.7zip' -WhatIf

Writes to the log what would be done, and does nothing.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [string[]] $Id,
    [string] $Path,
    [string[]] $Include,
    [string[]] $Exclude,
    [string] $Source,
    [string] $Window,
    [ValidateRange(1, 86400)]
    [int] $TimeoutSeconds = 480,
    [ValidateRange(0, 86400)]
    [int] $LockWaitSeconds = 120,
    [ValidateRange(0, 3600)]
    [int] $NetworkSeconds = 0,
    [string] $HookPath,
    [ValidateRange(1, 3600)]
    [int] $HookSeconds = 60,
    [string] $LogPath,
    [ValidateRange(1, 1048576)]
    [int] $LogSizeKB = 1024,
    [ValidateRange(0, 99)]
    [int] $LogCount = 3,
    [string] $Module = 'WinGetPy',
    [switch] $AcceptPackageAgreements,
    [switch] $AcceptSourceAgreements
)

$ErrorActionPreference = 'Stop'
$global:ProgressPreference = 'SilentlyContinue'   # modules read the global one
Import-Module ([WildcardPattern]::Escape((Join-Path $PSScriptRoot 'Unattended/Unattended.psm1'))) -WarningAction SilentlyContinue
if (Invoke-NativeHost $PSCommandPath $PSBoundParameters) { exit $LASTEXITCODE }
exit (Invoke-UnattendedRun @{
        Name = 'logon.ps1'; Scope = 'User'; LogName = 'logon.log'; WhatIf = [bool]$WhatIfPreference
        Id = $Id -join ','; Path = $Path; Include = $Include -join ','; Exclude = $Exclude -join ','; Source = $Source; Window = $Window; TimeoutSeconds = $TimeoutSeconds
        LockWaitSeconds = $LockWaitSeconds; NetworkSeconds = $NetworkSeconds; HookPath = $HookPath; HookSeconds = $HookSeconds; LogPath = $LogPath
        LogSizeKB = $LogSizeKB; LogCount = $LogCount; Module = $Module; AcceptPackageAgreements = $AcceptPackageAgreements
        AcceptSourceAgreements = $AcceptSourceAgreements
    })
