#Requires -Version 5.1

<#
.SYNOPSIS
Keeps packages installed and up to date on many machines at once, and shows what changed where.

.DESCRIPTION
Runs Install-WinGetPackage in every session at the same time, which installs what is missing, updates what is older and leaves the rest alone. Emits
one row a package and machine: Computer, Id, From, To, Status, Changed, RebootRequired, Error. A machine that cannot be reached is a row with the Status
Unreachable; one without a module that works has the Status Failed for each package. The module must be on the machines.

.PARAMETER Session
Sessions by WinRM or SSH. Their names are shown as the computers' names.

.PARAMETER Id
The packages.

.PARAMETER Scope
Machine (the default) or User.

.PARAMETER Module
The module's WinGetPy.psd1 on the machines, where it is not in a folder that PowerShell looks into.

.PARAMETER ThrottleLimit
How many machines work at the same time.

.PARAMETER TimeoutSeconds
The time limit on each machine: after it no new package and no new step is begun.

.EXAMPLE
$sessions = New-PSSession -HostName (Get-Content machines.txt) -ThrottleLimit 50
./fleet.ps1 -Session $sessions -Id Git.Git, 7zip.7zip | Tee-Object -Variable rows | Where-Object Changed | Format-Table
$rows | Export-Csv result.csv

Machines by SSH; what changed on the screen, everything in a file.
#>
[CmdletBinding(SupportsShouldProcess)]
param(
    [Parameter(Mandatory)]
    [Management.Automation.Runspaces.PSSession[]] $Session,
    [Parameter(Mandatory)]
    [string[]] $Id,
    [ValidateSet('Machine', 'User')]
    [string] $Scope = 'Machine',
    [string] $Module = 'WinGetPy',
    [ValidateRange(1, 1000)]
    [int] $ThrottleLimit = 32,
    [ValidateRange(1, 86400)]
    [int] $TimeoutSeconds = 3600
)

function ConvertTo-Row {
    # What a machine sent, as one row.
    param([string] $Computer, $Result)

    [pscustomobject]@{
        Computer = $Computer; Id = $Result.Id; From = $Result.From; To = $Result.To; Status = $Result.Status; Changed = [bool]$Result.Changed
        RebootRequired = [bool]$Result.RebootRequired; Error = $Result.Error
    }
}

$there = {
    param([string[]] $Id, [string] $Scope, [string] $Module, [int] $TimeoutSeconds, [bool] $Dry)

    $ProgressPreference = 'SilentlyContinue'
    if (Test-Path -LiteralPath $Module -PathType Leaf) { $Module = [WildcardPattern]::Escape($Module) }
    $missing = $null
    try { Import-Module -Name $Module -WarningAction SilentlyContinue -ErrorAction Stop } catch { $missing = $_ }
    foreach ($one in $Id) {
        $failures = @()
        $done = @()
        $wish = @{ Id = $one; Scope = $Scope; Mode = 'Silent'; ErrorAction = 'SilentlyContinue'; ErrorVariable = 'failures' }
        try {
            if ($missing) { throw $missing }
            $done = @(if ($Dry) {
                    WinGetPy\Get-WinGetPlan @wish | ForEach-Object { @{ From = $_.FromVersion; To = $_.ToVersion; Status = "Would$($_.Action)" } }
                } else {
                    WinGetPy\Install-WinGetPackage @wish -DisableInteractivity -TimeoutSeconds $TimeoutSeconds -Confirm:$false |
                        ForEach-Object { @{ From = $_.InstalledVersion; To = $_.Version; Status = $_.Status; Changed = $_.Changed; RebootRequired = $_.RebootRequired } }
                })
        } catch {
            $failures = @($_)   # no module there, or its engine cannot be started
        }
        if (-not $done) { $done = @{ Status = 'Failed' } }
        foreach ($each in $done) { [pscustomobject]($each + @{ Id = $one; Error = ($failures | ForEach-Object { $_.Exception.Message }) -join ' ' }) }
    }
}

$names = @{}
foreach ($each in $Session) { $names["$($each.InstanceId)"] = $each.Name }
$job = $null
foreach ($try in 0..$Session.Count) {
    $open = @($Session | Where-Object { "$($_.State)" -eq 'Opened' })
    if (-not $open.Count) { break }
    try {
        # As a job: without one, a connection that breaks may end the command with all the others.
        $job = Invoke-Command -Session $open -ThrottleLimit $ThrottleLimit -ScriptBlock $there -ArgumentList $Id, $Scope, $Module, $TimeoutSeconds, ([bool]$WhatIfPreference) -AsJob
        break
    } catch [Management.Automation.Runspaces.InvalidRunspaceStateException] {
        # A session broke since its state was looked at: nothing was begun anywhere. Again, without it.
        continue
    }
}
if ($job) {
    try {
        Receive-Job -Job $job -Wait -ErrorAction SilentlyContinue | ForEach-Object { ConvertTo-Row $names["$($_.RunspaceId)"] $_ }
        foreach ($part in $job.ChildJobs | Where-Object { "$($_.State)" -ne 'Completed' }) {
            ConvertTo-Row $names["$($part.Runspace.InstanceId)"] @{ Status = 'Unreachable'; Error = "$($part.JobStateInfo.Reason.Message)" }
        }
    } finally {
        Remove-Job -Job $job -Force -WhatIf:$false -Confirm:$false
    }
}
foreach ($closed in $Session | Where-Object { $open -notcontains $_ }) { ConvertTo-Row $closed.Name @{ Status = 'Unreachable'; Error = "The session is $($closed.State)." } }
