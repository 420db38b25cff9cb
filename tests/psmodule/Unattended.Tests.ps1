#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# logon.ps1, startup.ps1 and detect.ps1, as Group Policy and management tools run them: another process, nobody there, an exit code.

BeforeDiscovery {
    $scripts = @(@{ Script = 'logon'; Scope = 'User' }, @{ Script = 'startup'; Scope = 'Machine' })
    # Root's files are those of an administrator here. On Windows the folders of a test belong to whoever runs it.
    $noHooks = ($env:OS -eq 'Windows_NT') -or "$(id -u)" -ne '0'
}

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    $log = Join-Path $TestDrive 'logs/run.log'
    $shell = (Get-Process -Id $PID).Path
    Import-Module (Join-Path $Repository 'examples/Unattended/Unattended.psm1') -Force

    function Get-Argument([string] $Script, [string[]] $Argument) {
        @('-NoProfile', '-NonInteractive', '-File', (Join-Path $Repository "examples/$Script.ps1"), '-Module', (Get-ModulePath), '-LogPath', $log) + $Argument
    }
    function Invoke-Script {
        param([string] $Script, [Parameter(ValueFromRemainingArguments)][string[]] $Argument)
        Remove-Item $log -ErrorAction Ignore
        $arguments = Get-Argument $Script $Argument
        $said = & $shell @arguments 2>&1
        @{ Code = $LASTEXITCODE; Said = "$said"; Log = if (Test-Path $log) { Get-Content $log -Raw } }
    }
    function Get-Code([int] $Code) { if ($OnWindows) { $Code } else { $Code -band 255 } }   # Linux keeps eight bits
    function Get-Installed { @(Get-WinGetPackage | Sort-Object Id, Scope | ForEach-Object { "$($_.Id) $($_.InstalledVersion) $($_.Scope)" }) }
    function Set-List([string] $Path, [object[]] $Package) {
        $source = @{ Packages = $Package; SourceDetails = @{ Name = 'demo'; Argument = 'x'; Identifier = 'x'; Type = 'WinGetPy.Folder' } }
        Set-Content $Path (ConvertTo-Json -Depth 9 @{ '$schema' = 'https://aka.ms/winget-packages.schema.2.0.json'; Sources = @($source) })
    }
}

Describe '<Script>.ps1' -ForEach $scripts {
    BeforeAll { Use-Sandbox }

    It 'installs a list for its scope alone, in the versions that the list names' {
        $list = "$TestDrive/packages.json"
        Set-List $list @{ PackageIdentifier = 'Demo.Hello'; Version = '1.0' }, @{ PackageIdentifier = 'Demo.Tool'; Scope = 'machine' }, @{ PackageIdentifier = 'Demo.Other'; Scope = 'user' }
        $run = Invoke-Script $Script -Path $list
        $run.Code | Should -Be 0
        $run.Said | Should -BeNullOrEmpty
        $own = if ($Scope -eq 'User') { 'Demo.Other 3.0 User' } else { 'Demo.Tool 1.1 Machine' }
        Get-Installed | Should -Be @("Demo.Hello 1.0 $Scope", $own)
    }

    It 'does nothing the second time' {
        $before = @(Get-ChildItem $env:WINGETPY_ROOT -Recurse -File -Filter *.exe | ForEach-Object { "$($_.FullName) $($_.LastWriteTimeUtc.Ticks)" })
        $run = Invoke-Script $Script -Path "$TestDrive/packages.json"
        $run.Code | Should -Be 0
        $run.Log | Should -Match '2 packages, 0 changed, 0 failed'
        @(Get-ChildItem $env:WINGETPY_ROOT -Recurse -File -Filter *.exe | ForEach-Object { "$($_.FullName) $($_.LastWriteTimeUtc.Ticks)" }) | Should -Be $before
    }

    It 'goes on after a broken package' {
        Add-TestPackage Demo.Broken 1.0 -Sha256 ('0' * 64)
        Update-WinGetSource -Name demo
        $run = Invoke-Script $Script -Id 'Demo.Broken,Demo.Hello'
        $run.Code | Should -Be 1
        $run.Log | Should -Match 'failed: .*Demo\.Broken'
        $run.Log | Should -Match 'Demo\.Hello: .*-> 2\.0 \(Ok\)'
        Get-Installed | Should -Contain "Demo.Hello 2.0 $Scope"
    }

    It 'does not run twice at a time, whatever the session' -Tag Slow {
        Use-FakeEngine 'step=steps'
        $inSession = if ($OnWindows) { @() } else { 'setsid', '--wait' }
        $command = @($inSession) + $shell + (Get-Argument $Script '-Id', 'a')
        Remove-Item $log -ErrorAction Ignore
        $runs = foreach ($number in 1..3) { Start-Process $command[0] -ArgumentList ($command | Select-Object -Skip 1) -PassThru }
        $runs | ForEach-Object { $_.WaitForExit() }
        @($runs.ExitCode | Sort-Object) | Should -Be (@(0, (Get-Code 1618), (Get-Code 1618)) | Sort-Object)
        @(Get-Content $log | Where-Object { $_ -match 'Another run' }).Count | Should -Be 2
    }
}

Describe 'An unattended run' {
    BeforeAll { Use-Sandbox }
    AfterEach { Remove-Item Env:WINGETPY_PYTHON -ErrorAction Ignore }   # the fake engine is for one test

    It 'takes what is included and leaves what is excluded, by wildcards' {
        $run = Invoke-Script logon -Id 'Demo.Hello,Demo.Tool,Demo.Other' -Include 'demo.*' -Exclude '*.Tool, *.other' -WhatIf
        $run.Code | Should -Be 0
        $run.Log | Should -Match 'would: Install Demo\.Hello  -> 2\.0'
        $run.Log | Should -Match '1 packages, 0 changed'
        Get-Installed | Should -BeNullOrEmpty
        (Invoke-Script logon -Id 'Demo.Hello' -Include 'Other.*').Log | Should -Match 'nothing of it is for this script'
    }

    It 'says with -WhatIf what is there already, and what cannot be done' -Tag Slow {
        Install-WinGetPackage -Id Demo.Tool -Scope User | Out-Null
        $run = Invoke-Script logon -Id 'Demo.Tool,No.Such' -WhatIf
        $run.Code | Should -Be 1
        $run.Log | Should -Match 'nothing to do: Demo\.Tool 1\.1 \(AlreadyInstalled\)'
        $run.Log | Should -Match 'failed: No\.Such'
    }

    It 'waits for the folder of its list, within the bound' -Tag Slow {
        $folder = "$TestDrive/share"
        $run = Invoke-Script logon -Path "$folder/list.txt" -NetworkSeconds 1
        $run.Code | Should -Be 0
        $run.Log | Should -Match 'no way to the list or to the hooks, after 1 s: nothing was done'
        New-Item -ItemType Directory "$TestDrive/later" | Out-Null
        Set-Content "$TestDrive/later/list.txt" 'Demo.Other'
        $mover = Start-Job { Start-Sleep 1; Move-Item $using:TestDrive/later $using:folder }
        $run = Invoke-Script logon -Path "$folder/list.txt" -NetworkSeconds 60
        $mover | Receive-Job -Wait -AutoRemoveJob
        $run.Code | Should -Be 0
        $run.Log | Should -Match 'Demo\.Other:  -> 3\.0'
        $run = Invoke-Script logon -Path "$folder/missing.txt" -NetworkSeconds 1
        $run.Code | Should -Be 1
        $run.Log | Should -Match 'missing\.txt'
    }

    It 'ends with 1 where the list is none: <Text>' -ForEach @(
        @{ Text = '{ "Packages": [] }'; Says = 'has no Sources' }
        @{ Text = '{ "Sources": [ { "Packages": [ { } ] } ] }'; Says = 'without PackageIdentifier' }
        @{ Text = '{ "Sources": '; Says = 'failed: ' }
    ) {
        Set-Content "$TestDrive/bad.json" $Text
        $run = Invoke-Script logon -Path "$TestDrive/bad.json"
        $run.Code | Should -Be 1
        $run.Log | Should -Match $Says
    }

    It 'does the rest of a list where something of it is no package' -Tag Slow {
        Use-FakeEngine
        Set-List "$TestDrive/half.json" @{ PackageIdentifier = 'a.b' }, @{ Name = 'x' }, @{ PackageIdentifier = "c`n2000-01-01 00:00:00 [1] forged" }, @{ PackageIdentifier = 'd.e' }
        $run = Invoke-Script logon -Path "$TestDrive/half.json"
        $run.Code | Should -Be 1
        $run.Log | Should -Match 'failed: package 2 of .*half\.json is without PackageIdentifier'
        $run.Log | Should -Match "failed: 'c \| 2000-01-01 00:00:00 \[1\] forged' is no package id"
        $run.Log | Should -Match 'a\.b:  -> 2\.0 \(Ok\)[\s\S]*d\.e:  -> 2\.0 \(Ok\)[\s\S]*4 packages, 2 changed, 2 failed'
        $run.Log | Should -Not -Match '(?m)^2000'
    }

    It 'does not wait for a list that never answers' -Tag Slow -Skip:($env:OS -eq 'Windows_NT') {
        mkfifo "$TestDrive/silent.txt"
        $short = "`$module = Import-Module '$Repository/examples/Unattended/Unattended.psm1' -PassThru; & `$module { `$script:ListSeconds = 2 }; exit (Invoke-UnattendedRun @{ Scope = 'User'; LogPath = '$log'; LogSizeKB = 1024; TimeoutSeconds = 480; Path = '$TestDrive/silent.txt' })"
        Remove-Item $log -ErrorAction Ignore
        $run = Start-Process $shell -ArgumentList '-NoProfile', '-NonInteractive', '-EncodedCommand', ([Convert]::ToBase64String([Text.Encoding]::Unicode.GetBytes($short))) -PassThru
        $run.WaitForExit(60000) | Should -BeTrue
        $run.ExitCode | Should -Be 1
        Get-Content $log -Raw | Should -Match 'silent\.txt did not answer within 2 s'
    }

    It 'reads a list from an address with TLS, and from no other' {
        $run = Invoke-Script logon -Path http://127.0.0.1:1/list.txt
        $run.Code | Should -Be 1
        $run.Log | Should -Match 'is not encrypted.*use https'
        $run = Invoke-Script logon -Path https://127.0.0.1:1/list.txt
        $run.Code | Should -Be 1
        $run.Log | Should -Not -Match 'cannot be found|did not answer'   # it was tried: refused, in the system's words
    }

    It 'says on the error stream and by its code that the log was not written: <What>' -Tag Slow -Skip:$noHooks -ForEach @(
        @{ What = 'a full disk'; Path = '/dev/full'; Code = 2; Says = '1 changed.*The log was not written: No space left' }
        @{ What = 'a folder of another account'; Path = $null; Code = 1; Says = 'may write to .*Nothing was done' }
        @{ What = 'a folder where everybody may write'; Path = [IO.Path]::GetTempPath() + 'startup.log'; Code = 1; Says = 'everybody .*may write to /' }
    ) {
        Use-FakeEngine
        $file = $Path
        if (-not $file) {
            New-Item -ItemType Directory "$TestDrive/foreign" | Out-Null
            Set-Content "$TestDrive/precious" 'as it was'
            New-Item -ItemType SymbolicLink "$TestDrive/foreign/run.log" -Target "$TestDrive/precious" | Out-Null
            chown 65534 "$TestDrive/foreign"
            $file = "$TestDrive/foreign/run.log"
        }
        $arguments = Get-Argument startup '-Id', 'a.b'
        $arguments[$arguments.IndexOf($log)] = $file
        $said = & $shell @arguments 2>&1
        $LASTEXITCODE | Should -Be $Code
        "$said" | Should -Match $Says
        if (-not $Path) { Get-Content "$TestDrive/precious" | Should -Be 'as it was' }
        Remove-Item /dev/full.lock -ErrorAction Ignore
    }

    It 'makes the folder of an administrator''s log for administrators alone' -Skip:$noHooks {
        Use-FakeEngine
        $arguments = Get-Argument startup '-Id', 'a.b'
        $arguments[$arguments.IndexOf($log)] = "$TestDrive/new/own [1]/run.log"
        & $shell @arguments | Should -BeNullOrEmpty
        (Get-Item -LiteralPath "$TestDrive/new/own [1]").UnixMode | Should -Be 'drwx------'
        (Get-Item "$TestDrive/new").UnixMode | Should -Be 'drwxr-xr-x'
    }

    It 'runs without a profile or rights, and reports one failure of a package once' -Tag Slow -Skip:$noHooks {
        $env:WINGETPY_PYTHON = $null
        $own = "$TestDrive/own"
        New-Item -ItemType Directory $own, "$TestDrive/closed" | Out-Null
        Set-Content "$TestDrive/closed/python3" ''
        chmod 700 "$TestDrive/closed"
        chown 65534 $own
        $path = "$TestDrive/closed" + [IO.Path]::PathSeparator + '/no/such'
        $arguments = Get-Argument logon '-Id', 'a.b'
        $arguments[$arguments.IndexOf($log)] = "$own/run.log"
        $said = setpriv --reuid 65534 --regid 65534 --clear-groups env -i "PATH=$path" HOME=/nonexistent $shell @arguments 2>&1
        $LASTEXITCODE | Should -Be 1
        "$said" | Should -BeNullOrEmpty
        $lines = @(Get-Content "$own/run.log" | ForEach-Object { $_ -replace '^\S+ \S+ \S+ ' })
        $lines.Count | Should -Be 2 -Because "$lines"   # no word about the folder of PATH that it must not read
        $lines[0] | Should -BeLike 'failed: *'
        $lines[1] | Should -BeLike '1 packages, 0 changed, 1 failed, *'
        $arguments = @($arguments | Where-Object { $_ -notin '-LogPath', "$own/run.log" })
        $said = setpriv --reuid 65534 --regid 65534 --clear-groups env -i "PATH=$path" HOME=/nonexistent $shell @arguments 2>&1
        $LASTEXITCODE | Should -Be 1
        "$said" | Should -Match 'no folder for its data: name the log with -LogPath'
    }

    It 'explains itself to Get-Help: <_>.ps1' -ForEach logon, startup, detect, fleet {
        $help = & $shell -NoProfile -Command "Get-Help '$Repository/examples/$_.ps1' -Full | Out-String"   # a session that loaded no other help
        "$help" | Should -Match 'DESCRIPTION\s+\w'
        foreach ($parameter in (Get-Command "$Repository/examples/$_.ps1").ScriptBlock.Ast.ParamBlock.Parameters) {
            "$help" | Should -Match "-$($parameter.Name.VariablePath)[^\r\n]*\s+[A-Z][a-z]"
        }
    }

    It 'compares ids the same in a Turkish session' {
        Use-FakeEngine
        $run = "[Threading.Thread]::CurrentThread.CurrentCulture = 'tr-TR'; & '$Repository/examples/logon.ps1' -Id GIT.I,git.i,x.y -Include 'git.*' -Window 'FRI 00:00-24:00,00:00-24:00' -Module '$(Get-ModulePath)' -LogPath '$log'; exit `$LASTEXITCODE"
        Remove-Item $log -ErrorAction Ignore
        & $shell -NoProfile -NonInteractive -Command $run
        Get-Content $log -Raw | Should -Match '1 packages, 1 changed, 0 failed'
    }

    It 'begins nothing outside of its maintenance window' {
        $text = { param($from, $to) '{0:HH\:mm}-{1:HH\:mm}' -f $from, $to }
        $now = Get-Date
        $run = Invoke-Script logon -Id Demo.Hello -Window (& $text $now.AddHours(2) $now.AddHours(3))
        $run.Code | Should -Be 0
        $run.Log | Should -Match 'Outside of the maintenance window.*nothing was done'
        Get-WinGetPackage -Id Demo.Hello | Should -BeNullOrEmpty
        (Invoke-Script logon -Id Demo.Hello -Window (& $text $now.AddHours(-1) $now.AddHours(1)) -WhatIf).Log | Should -Match 'would: Install Demo\.Hello'
        $run = Invoke-Script logon -Id Demo.Hello -Window 'at night'
        $run.Code | Should -Be 1
        $run.Log | Should -Match "'at night' is no window such as"
    }

    It 'knows how long a window is open: <Window> at <Now>' -ForEach @(
        @{ Window = '22:00-05:00'; Now = '2026-01-05 23:00'; Left = 6 * 3600 }
        @{ Window = '22:00-05:00'; Now = '2026-01-06 04:59'; Left = 60 }
        @{ Window = '22:00-05:00'; Now = '2026-01-06 05:00'; Left = 0 }
        @{ Window = '08:00-24:00'; Now = '2026-01-06 23:00'; Left = 3600 }
        @{ Window = '00:00-24:00'; Now = '2026-01-06 00:00'; Left = 86400 }
        @{ Window = 'Mon 22:00-05:00'; Now = '2026-01-06 04:00'; Left = 3600 }
        @{ Window = 'mon 22:00-05:00'; Now = '2026-01-06 23:00'; Left = 0 }
        @{ Window = 'Mon 08:00-09:00, Tue 10:00-11:00'; Now = '2026-01-06 10:30'; Left = 1800 }
    ) {
        InModuleScope Unattended -Parameters @{ Window = $Window; Now = [datetime]$Now } { param($Window, $Now) Get-WindowSecond $Window $Now } | Should -Be $Left
    }

    It 'knows the hour that a night lacks or has twice: <Now>' -Skip:($env:OS -eq 'Windows_NT') -ForEach @(
        @{ Now = '2026-03-28 23:00'; Hours = 5 }
        @{ Now = '2026-10-24 23:00'; Hours = 7 }
        @{ Now = '2026-10-25 23:00'; Hours = 6 }
    ) {
        $zone = $env:TZ
        $env:TZ = 'Europe/Berlin'
        try {
            & $shell -NoProfile -Command "`$module = Import-Module '$Repository/examples/Unattended/Unattended.psm1' -PassThru; & `$module { Get-WindowSecond '22:00-05:00' ([datetime]'$Now') }" | Should -Be (3600 * $Hours)
        } finally {
            $env:TZ = $zone
        }
    }

    It 'leaves what a window had no time for to the next one, without a failure' {
        InModuleScope Unattended -Parameters @{ Path = $log } {
            param($Path)
            $script:LogPath = $Path
            $run = @{ Limit = 0; Over = 'the maintenance window is over'; Setting = @{ TimeoutSeconds = 480 }; RebootBegun = $false; Left = 0; Failed = 0 }
            Invoke-Package $run @{ Id = 'a.b' }
            "$($run.Left) $($run.Failed)" | Should -Be '1 0'
        }
        Get-Content $log -Raw | Should -Match 'a\.b: not begun, the maintenance window is over'
    }

    It 'keeps as many logs as it is asked to' -Tag Slow {
        foreach ($number in 1..4) {
            [IO.File]::WriteAllText($log, "log $number".PadRight(1100))
            $null = & $shell @(Get-Argument logon '-LogSizeKB', '1', '-LogCount', '2', '-Id', 'x')
        }
        Get-Content $log -Raw | Should -Not -Match 'log \d'
        "$(Get-Content "$log.1" -Raw) $(Get-Content "$log.2" -Raw)" | Should -Match '^log 4 +log 3 +$'
        Test-Path "$log.3" | Should -BeFalse
    }

    It 'does not begin another package where an installer began a restart' {
        Use-FakeEngine 'restart'
        $run = Invoke-Script startup -Id 'a.b,c.d'
        $run.Code | Should -Be (Get-Code 1641)
        $run.Log | Should -Match 'c\.d: not begun, a restart is under way'
        @(Get-FakeRequest package/install).Count | Should -Be 1
    }

    It 'asks nobody for administrator rights' {
        Use-FakeEngine
        (Invoke-Script startup -Id a.b).Code | Should -Be 0
        Get-FakeMember package/plan | Should -Be @('DisableInteractivity=True', 'Id=a.b', 'Mode=Silent', 'Operation=Install', 'Scope=Machine')
    }
}

Describe 'Hooks' {
    BeforeAll {
        Use-Sandbox
        $hooks = Join-Path $TestDrive 'hooks'
        New-Item -ItemType Directory $hooks | Out-Null
        $seen = Join-Path $TestDrive 'seen.txt'
        function Set-Hook([string] $Name, [string] $Text) {
            Set-Content "$hooks/$Name.ps1" $Text
            if (-not $OnWindows) { chmod 755 $hooks; chmod 644 "$hooks/$Name.ps1" }
        }
    }
    BeforeEach {
        Remove-Item "$hooks/*", $seen -Force -ErrorAction Ignore   # of another owner: read-only to PowerShell
        foreach ($package in Get-WinGetPackage) { $package | Uninstall-WinGetPackage | Out-Null }
    }

    It 'run before and after a package that changes, with its facts, and only then' -Skip:$noHooks {
        $text = { param($when) "Add-Content '$seen' `"$when `$env:HOOK_ID `$env:HOOK_ACTION `$env:HOOK_FROM>`$env:HOOK_TO `$env:HOOK_SCOPE `$env:HOOK_STATUS`"; 'a word'" }
        Set-Hook Demo.Hello.before (& $text before)
        Set-Hook Demo.Hello.after (& $text after)
        Set-Hook Demo.Other.before (& $text before)
        $run = Invoke-Script logon -Id 'demo.hello,Demo.Tool' -HookPath $hooks -WhatIf
        $run.Log | Should -Match 'would: run .*Demo\.Hello\.before\.ps1'
        Test-Path $seen | Should -BeFalse
        $run = Invoke-Script logon -Id 'demo.hello,Demo.Tool' -HookPath $hooks
        $run.Code | Should -Be 0
        Get-Content $seen | Should -Be @('before Demo.Hello Install >2.0 User Planned', 'after Demo.Hello Install >2.0 User Ok')
        $run.Log | Should -Match 'Demo\.Hello\.before\.ps1: a word'
        $run = Invoke-Script logon -Id 'demo.hello,Demo.Tool' -HookPath $hooks
        $run.Log | Should -Match ' 0 changed'
        @(Get-Content $seen).Count | Should -Be 2
    }

    It 'keep a package from being changed where the first one fails, and the others go on' -Tag Slow -Skip:$noHooks {
        Set-Hook Demo.Hello.before '[Console]::Error.WriteLine("it is in use"); exit 7'
        Set-Hook Demo.Hello.after "Set-Content '$seen' after"
        Set-Hook Demo.Other.before 'Start-Sleep 60'
        $run = Invoke-Script logon -Id 'Demo.Hello,Demo.Other,Demo.Tool' -HookPath $hooks -HookSeconds 5
        $run.Code | Should -Be 1
        $run.Log | Should -Match 'Demo\.Hello\.before\.ps1: it is in use'
        $run.Log | Should -Match 'Demo\.Hello\.before\.ps1: failed with exit code 7'
        $run.Log | Should -Match 'Demo\.Other\.before\.ps1: ended after 5 s'
        Test-Path $seen | Should -BeFalse
        Get-Installed | Should -Be @('Demo.Tool 1.1 User')
    }

    It 'that end with 3010 ask for a restart' -Tag Slow -Skip:$noHooks {
        Set-Hook Demo.Tool.after $(if ($OnWindows) { 'exit 3010' } else { 'exit 194' })
        $run = Invoke-Script logon -Id Demo.Tool -HookPath $hooks
        # Eight bits are left of 3010 here, and 194 is a failure.
        $run.Code | Should -Be $(if ($OnWindows) { 3010 } else { 1 })
    }

    It 'are refused where others may write: <What>' -Skip:$noHooks -ForEach @(
        @{ What = 'a folder that its group writes'; Make = { chmod 775 $hooks } }
        @{ What = 'a folder that everybody writes'; Make = { chmod 757 $hooks } }
        @{ What = 'a folder of another owner'; Make = { chown 65534 $hooks } }
        @{ What = 'a file that everybody writes'; Make = { chmod 646 "$hooks/Demo.Hello.before.ps1" } }
        @{ What = 'a file of another owner'; Make = { chown 65534 "$hooks/Demo.Hello.before.ps1" } }
    ) {
        Set-Hook Demo.Hello.before "Set-Content '$seen' ran"
        & $Make
        $run = Invoke-Script logon -Id Demo.Hello -HookPath $hooks
        chown 0 $hooks
        $run.Code | Should -Be 1
        $run.Log | Should -Match 'may write to .*Only administrators may'
        Test-Path $seen | Should -BeFalse
        Get-Installed | Should -BeNullOrEmpty
    }

    It 'are refused where others may put another folder in their place: <What>' -Tag Slow -Skip:$noHooks -ForEach @(
        @{ What = 'a folder above that everybody writes'; Make = { chmod 777 "$TestDrive/outer" }; Says = 'may write to .*outer\. Only administrators' }
        @{ What = 'a folder above of another owner'; Make = { chown 65534 "$TestDrive/outer" }; Says = 'may write to .*outer\. Only administrators' }
        @{ What = 'a link above'; Make = { Move-Item "$TestDrive/outer" "$TestDrive/real"; New-Item -ItemType SymbolicLink "$TestDrive/outer" -Target "$TestDrive/real" }; Says = 'outer is a link' }
    ) {
        Remove-Item "$TestDrive/outer", "$TestDrive/real" -Recurse -Force -ErrorAction Ignore
        New-Item -ItemType Directory "$TestDrive/outer/hooks" | Out-Null
        Set-Content "$TestDrive/outer/hooks/Demo.Hello.before.ps1" "Set-Content '$seen' ran"
        $null = & $Make
        $run = Invoke-Script logon -Id Demo.Hello -HookPath "$TestDrive/outer/hooks"
        $run.Code | Should -Be 1
        $run.Log | Should -Match $Says
        Test-Path $seen | Should -BeFalse
    }

    It 'are ended after their time with what they had started, and their words are in the log' -Tag Slow -Skip:$noHooks {
        Set-Hook Demo.Hello.before "'a word'; [Console]::Out.Flush(); sh -c 'sleep 87 & sleep 88'"
        $run = Invoke-Script logon -Id 'Demo.Hello' -HookPath $hooks -HookSeconds 6
        $run.Code | Should -Be 1
        $run.Log | Should -Match 'before\.ps1: a word[\s\S]*before\.ps1: ended after 6 s, with what it had started'
        pgrep -f '^sleep 8[78]$' | Should -BeNullOrEmpty
    }

    It 'are judged on Windows by owners and rights: <What>' -ForEach @(
        @{ What = 'SYSTEM and administrators'; Rule = @(@('S-1-5-18', 0x1F01FF), @('S-1-5-32-544', 0x1F01FF), @('S-1-5-32-545', 0x1200A9)); Writer = $null; Above = $null }
        @{ What = 'owner is an administrator of the domain'; Owner = 'S-1-5-21-1-2-3-512'; Writer = $null; Above = $null }
        @{ What = 'owner is a user whose number ends alike'; Owner = 'S-1-5-21-1-2-3-1512'; Writer = 'S-1-5-21-1-2-3-1512'; Above = 'S-1-5-21-1-2-3-1512' }
        @{ What = 'users make files, as in ProgramData'; Rule = , @('S-1-5-32-545', 0x6); Writer = 'S-1-5-32-545'; Above = $null }
        @{ What = 'users delete what lies inside'; Rule = , @('S-1-5-32-545', 0x40); Writer = 'S-1-5-32-545'; Above = 'S-1-5-32-545' }
        @{ What = 'users may modify'; Rule = , @('S-1-5-11', 0x1301BF); Writer = 'S-1-5-11'; Above = 'S-1-5-11' }
        @{ What = 'rights for what will lie inside'; Rule = , @('S-1-3-0', 0x10000000, 'InheritOnly'); Writer = $null; Above = $null }
        @{ What = 'users are denied'; Rule = , @('S-1-5-32-545', 0x1F01FF, 'None', 'Deny'); Writer = $null; Above = $null }
        @{ What = 'the account itself, where it is trusted'; Rule = , @('S-1-5-21-9', 0x1F01FF); Trusted = 'S-1-5-21-9'; Writer = $null; Above = $null }
    ) {
        $acl = [pscustomobject]@{ Of = if ($Owner) { $Owner } else { 'S-1-5-32-544' }; Rules = $Rule }
        $acl | Add-Member ScriptMethod GetOwner { @{ Value = $this.Of } }
        $acl | Add-Member ScriptMethod GetAccessRules {
            foreach ($each in $this.Rules) {
                @{ IdentityReference = @{ Value = $each[0] }; FileSystemRights = $each[1]; PropagationFlags = "$($each[2])"; AccessControlType = if ($each[3]) { $each[3] } else { 'Allow' } }
            }
        }
        InModuleScope Unattended -Parameters @{ Acl = $acl; Trusted = $Trusted } {
            param($Acl, $Trusted)
            function Get-Acl { $Acl }   # there is none on Linux
            "$(Get-Writer 'C:\x' $script:Writing $Trusted)|$(Get-Writer 'C:\x' $script:Replacing $Trusted)"
        } | Should -Be "$Writer|$Above"
    }

    It 'may leave a program running, and what they wrote is in the log' -Tag Slow -Skip:$noHooks {
        Set-Hook Demo.Hello.after "'started it'; (Start-Process yes -PassThru).Id | Set-Content '$seen'"
        $run = Invoke-Script logon -Id 'Demo.Hello' -HookPath $hooks -HookSeconds 60
        Stop-Process -Id (Get-Content $seen) -ErrorAction Ignore   # it ends with its output
        $run.Code | Should -Be 0
        $run.Log | Should -Match 'after\.ps1: started it'
        [int]($run.Log -replace '(?s).* (\d+) s\.\s*$', '$1') | Should -BeLessThan 40
    }

    It 'do not fill the log or forge its lines' -Tag Slow -Skip:$noHooks {
        Set-Hook Demo.Hello.before "[Console]::Out.Write('x' * 3000 + [char]10 + [char]27 + '[31m' + [char]27 + ']0;x' + [char]13 + '2000-01-01 00:00:00 [1] forged' + [char]10); 1..100000"
        $run = Invoke-Script logon -Id 'Demo.Hello' -HookPath $hooks
        $run.Code | Should -Be 0
        $run.Log | Should -Match 'before\.ps1: x{1000} \.\.\.'
        $run.Log | Should -Match 'before\.ps1: \?\]0;x \| 2000-01-01 00:00:00 \[1\] forged'
        $run.Log | Should -Match 'before\.ps1: it wrote more, which is left out'
        $run.Log.Length | Should -BeLessThan 40000
        $run.Log | Should -Not -Match "$([char]27)|(?m)^2000"
    }

    It 'that used up the time leave the package to later, and the last one still runs' -Tag Slow -Skip:$noHooks {
        Set-Hook Demo.Hello.before 'Start-Sleep 12'
        Set-Hook Demo.Hello.after "Set-Content '$seen' `$env:HOOK_STATUS"
        $run = Invoke-Script logon -Id Demo.Hello -HookPath $hooks -TimeoutSeconds 10
        $run.Code | Should -Be 1
        $run.Log | Should -Match 'Demo\.Hello: not begun, the time limit of 10 s is over'
        Get-Content $seen | Should -Be 'Failed'
        Get-Installed | Should -BeNullOrEmpty
    }

    It 'are refused behind a link' -Tag Slow -Skip:$noHooks {
        New-Item -ItemType SymbolicLink "$TestDrive/link" -Target $hooks | Out-Null
        $run = Invoke-Script logon -Id Demo.Hello -HookPath "$TestDrive/link"
        Remove-Item "$TestDrive/link"
        $run.Code | Should -Be 1
        $run.Log | Should -Match 'is a link'
    }

    It 'do not hinder the next run where this one is killed half-way' -Skip:$noHooks {
        Set-Hook Demo.Other.before "Set-Content '$seen' `$PID; Start-Sleep 300"
        Remove-Item $log -ErrorAction Ignore
        $killed = Start-Process $shell -ArgumentList (Get-Argument logon '-Id', 'Demo.Tool,Demo.Other,Demo.Hello', '-HookPath', $hooks, '-HookSeconds', '300') -PassThru
        $until = (Get-Date).AddSeconds(60)
        while (-not (Test-Path $seen) -and (Get-Date) -lt $until) { Start-Sleep -Milliseconds 200 }
        $killed.Kill()
        $killed.WaitForExit()
        Stop-Process -Id (Get-Content $seen)
        Get-Installed | Should -Be @('Demo.Tool 1.1 User')
        Remove-Item "$hooks/*" -Force
        $run = Invoke-Script logon -Id 'Demo.Tool,Demo.Other,Demo.Hello' -HookPath $hooks
        $run.Code | Should -Be 0
        $run.Log | Should -Match '3 packages, 2 changed, 0 failed'
    }
}

Describe 'detect.ps1' {
    BeforeAll {
        Use-Sandbox
        Install-WinGetPackage -Id Demo.Hello -Version 1.0 -Scope Machine | Out-Null
        function Invoke-Detect {
            param([Parameter(ValueFromRemainingArguments)][string[]] $Argument)
            $errors = Join-Path $TestDrive 'errors.txt'
            $said = & $shell -NoProfile -NonInteractive -File (Join-Path $Repository 'examples/detect.ps1') -Module (Get-ModulePath) @Argument 2>$errors
            Get-Content $errors -Raw | Should -BeNullOrEmpty
            "$LASTEXITCODE $said".Trim()
        }
    }

    It 'shows one line where all is installed, nothing where something is missing, and 1 where it cannot tell' {
        Invoke-Detect -Id 'demo.hello' | Should -Be '0 Installed: Demo.Hello 1.0'
        Invoke-Detect -Id 'Demo.Hello>=1.0' | Should -Be '0 Installed: Demo.Hello 1.0'
        Invoke-Detect -Id 'Demo.Hello >= 1.1' | Should -Be '0'
        Invoke-Detect -Id 'Demo.Hello,Demo.Tool' | Should -Be '0'
        Invoke-Detect -Id 'Demo.Hello' -Scope User | Should -Be '0'
        Invoke-Detect -Id 'Demo.Hello,Demo.Tool' -MissingCode 1 | Should -Be '1'
        Invoke-Detect -Id 'Demo.Hello' -MissingCode 1 | Should -Be '0 Installed: Demo.Hello 1.0'
        Invoke-Detect | Should -Be '1'
        $env:WINGETPY_PYTHON = 'no-such-python'
        Invoke-Detect -Id Demo.Hello | Should -Be '1'
        Remove-Item Env:WINGETPY_PYTHON
        Use-FakeEngine 'fail=package/get:InternalError:0x8A150001'
        Invoke-Detect -Id Demo.Hello | Should -Be '1'
    }
}

AfterAll { Remove-Module WinGetPy, Unattended -ErrorAction Ignore; Clear-TestEnvironment }
