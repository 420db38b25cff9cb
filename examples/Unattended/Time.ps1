# When there is time: the maintenance window, the network, and bounds for what may never answer.

function Get-WindowSecond {
    # Seconds that are left of the maintenance window, 0 outside of it. "22:00-05:00,Sat 08:00-20:00": local times, a day is that of the
    # beginning.
    param([string] $Window, [datetime] $Now)

    $left = 0
    foreach ($part in $Window -split ',') {
        $match = [regex]::Match($part.Trim(), '^(?:(?<day>Mon|Tue|Wed|Thu|Fri|Sat|Sun) )?(?<from>([01]\d|2[0-3]):[0-5]\d)-(?<to>([01]\d|2[0-3]):[0-5]\d|24:00)$', 'IgnoreCase, CultureInvariant')
        if (-not $match.Success) { throw "-Window: '$($part.Trim())' is no window such as 22:00-05:00 or Sat 08:00-20:00." }
        $from = [timespan]$match.Groups['from'].Value
        $to = if ($match.Groups['to'].Value -eq '24:00') { [timespan]::FromDays(1) } else { [timespan]$match.Groups['to'].Value }
        if ($to -le $from) { $to += [timespan]::FromDays(1) }
        foreach ($date in $Now.Date, $Now.Date.AddDays(-1)) {
            if ($match.Groups['day'].Value -and "$($date.DayOfWeek)" -notlike "$($match.Groups['day'].Value)*") { continue }
            if ($Now -lt $date + $from -or $Now -ge $date + $to) { continue }
            # By UTC: a night of summer time's beginning or end is an hour shorter or longer.
            $left = [Math]::Max($left, (($date + $to).ToUniversalTime() - $Now.ToUniversalTime()).TotalSeconds)
        }
    }
    $left
}

function Wait-Network {
    # Whether there is a network, and the folders of the list and of the hooks can be reached, within the time given for it.
    param([int] $Seconds, [string] $List, [string] $Hooks)

    $folders = @($(if ($List -and $List -notmatch '^https?:') { [IO.Path]::GetDirectoryName($List) }), $Hooks | Where-Object { $_ })
    $left = $Seconds - $script:Clock.Elapsed.TotalSeconds
    $reached = Invoke-Bounded ([Math]::Max(1, $left)) $folders {
        param([string[]] $Folders)
        while ($true) {
            $missing = -not [Net.NetworkInformation.NetworkInterface]::GetIsNetworkAvailable()
            foreach ($folder in $Folders) { if (-not [IO.Directory]::Exists($folder)) { $missing = $true } }
            if (-not $missing) { return $true }
            [Threading.Thread]::Sleep(500)
        }
    }
    [bool]$reached
}

function Invoke-Bounded {
    # What a script of .NET calls returns (there are no commands), or nothing after this many seconds: a share that never answers is left behind.
    param([double] $Seconds, $Argument, [scriptblock] $Script)

    $bare = [Management.Automation.Runspaces.InitialSessionState]::Create()
    $bare.LanguageMode = 'FullLanguage'
    $space = [Management.Automation.Runspaces.RunspaceFactory]::CreateRunspace($bare)
    $space.Open()
    $shell = [powershell]::Create()
    $shell.Runspace = $space
    $pending = $shell.AddScript("`$ErrorActionPreference = 'Stop'; & { $Script } `$args[0]").AddArgument($Argument).BeginInvoke()
    if (-not $pending.AsyncWaitHandle.WaitOne([timespan]::FromSeconds($Seconds))) {
        $script:Abandoned = $true
        return
    }
    try { $shell.EndInvoke($pending) } finally { $shell.Dispose(); $space.Dispose() }
}
