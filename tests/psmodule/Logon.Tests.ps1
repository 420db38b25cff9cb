#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    $logon = Join-Path $Repository 'examples/logon.ps1'
    $log = Join-Path $TestDrive 'logs/logon.log'

    function Invoke-Logon {
        # Runs the script as gpscript does: another process, nobody there, an exit code.
        param([Parameter(ValueFromRemainingArguments)][string[]] $Argument)
        Remove-Item $log -ErrorAction Ignore
        $said = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -File $logon -Module (Get-ModulePath) -LogPath $log @Argument 2>&1
        @{ Code = $LASTEXITCODE; Said = "$said"; Log = if (Test-Path $log) { Get-Content $log -Raw } }
    }
    function Get-Code([int] $Code) { if ($OnWindows) { $Code } else { $Code -band 255 } }   # Linux keeps eight bits
}

Describe 'The logon script' {
    BeforeAll { Use-Sandbox }

    It 'installs what is missing and updates what is old' {
        Install-WinGetPackage -Id Demo.Hello -Version 1.0 | Out-Null
        Set-Content "$TestDrive/packages.txt" "# the list`nDemo.Hello  # old`n`nDemo.Tool`ndemo.tool"
        $run = Invoke-Logon -Path "$TestDrive/packages.txt"
        $run.Code | Should -Be 0
        $run.Said | Should -BeNullOrEmpty
        $run.Log | Should -Match 'Demo\.Hello: 1\.0 -> 2\.0 \(Ok\)'
        $run.Log | Should -Match 'Demo\.Tool:  -> 1\.1 \(Ok\)'
        @(Get-WinGetPackage | Sort-Object Id | ForEach-Object { "$($_.Id) $($_.InstalledVersion)" }) | Should -Be @('Demo.Hello 2.0', 'Demo.Tool 1.1')
    }

    It 'does nothing the second time' {
        $before = @(Get-ChildItem $env:WINGETPY_ROOT -Recurse -File -Filter *.exe | ForEach-Object { "$($_.FullName) $($_.LastWriteTimeUtc.Ticks)" })
        $run = Invoke-Logon -Path "$TestDrive/packages.txt"
        $run.Code | Should -Be 0
        $run.Said | Should -BeNullOrEmpty
        $run.Log | Should -Match ' 0 changed, 0 failed'
        @(Get-ChildItem $env:WINGETPY_ROOT -Recurse -File -Filter *.exe | ForEach-Object { "$($_.FullName) $($_.LastWriteTimeUtc.Ticks)" }) | Should -Be $before
    }

    It 'ends with 1 where a package fails, and does the others' {
        $run = Invoke-Logon -Id 'No.Such,Demo.Other'
        $run.Code | Should -Be 1
        $run.Log | Should -Match 'No\.Such: .*0x8A150014'
        (Get-WinGetPackage -Id Demo.Other).InstalledVersion | Should -Be '3.0'
    }

    It 'only writes down with -WhatIf what it would do' {
        Uninstall-WinGetPackage -Id Demo.Other | Out-Null
        $run = Invoke-Logon -Id 'Demo.Other' -WhatIf
        $run.Code | Should -Be 0
        $run.Log | Should -Match 'would: Install Demo\.Other'
        Get-WinGetPackage -Id Demo.Other | Should -BeNullOrEmpty
    }

    It 'ends with 1 where nothing was named or the engine cannot start' {
        (Invoke-Logon).Code | Should -Be 1
        $env:WINGETPY_PYTHON = 'no-such-python'
        $run = Invoke-Logon -Id Demo.Tool
        Remove-Item Env:WINGETPY_PYTHON
        $run.Code | Should -Be 1
        $run.Log | Should -Match 'engine cannot be started'
    }

    It 'ends with 0 where the list is empty' {
        Set-Content "$TestDrive/empty.txt" '# nothing'
        (Invoke-Logon -Path "$TestDrive/empty.txt").Code | Should -Be 0
    }

    It 'ends with 1618 while another run is under way' {
        $held = [IO.File]::Open("$log.lock", 'OpenOrCreate', 'ReadWrite', 'None')
        try { $run = Invoke-Logon -Id Demo.Tool } finally { $held.Dispose() }
        $run.Code | Should -Be (Get-Code 1618)
        $run.Log | Should -Match 'Another run'
    }
}

Describe 'The logon script, with an engine that says so' {
    It 'ends with 1618 where another installation is under way' {
        Use-FakeEngine 'item=InstallInProgress:0x8A150102:InstallError'
        $run = Invoke-Logon -Id a
        $run.Code | Should -Be (Get-Code 1618)
    }

    It 'ends with 3010 where a restart is needed' -Tag Slow {
        Use-FakeEngine 'reboot'
        (Invoke-Logon -Id a).Code | Should -Be (Get-Code 3010)
    }

    It 'logs an engine that was lost, with its package, does the others and sums up' {
        Use-FakeEngine 'dieonce=package/install'
        $run = Invoke-Logon -Id 'a.b,c.d'
        $run.Code | Should -Be 1
        $run.Log | Should -Match 'failed: a\.b: The engine was lost.*FakeError: it died'
        $run.Log | Should -Match 'c\.d:  -> 2\.0 \(Ok\)'
        $run.Log | Should -Match '2 packages, 1 changed, 1 failed'
    }

    It 'logs warnings, and ends with 2 where nothing failed' {
        Use-FakeEngine 'tell'
        $run = Invoke-Logon -Id 'a.b'
        $run.Code | Should -Be 2
        $run.Said | Should -BeNullOrEmpty
        $run.Log | Should -Match 'warning: a warning \(0x8A150045\)'
        $run.Log | Should -Match '[1-9] warnings'
    }

    It 'takes ids and words in any case, and writes dates of the usual calendar' {
        Use-FakeEngine
        $run = Invoke-Logon -Id 'a.b,A.B'
        $run.Code | Should -Be 0
        @(Get-FakeRequest package/plan).Count | Should -Be 1
        Get-FakeMember package/plan | Should -BeExactly @('DisableInteractivity=True', 'Id=a.b', 'Mode=Silent', 'Operation=Install', 'Scope=User')
        Remove-Item $log
        $null = & (Get-Process -Id $PID).Path -NoProfile -NonInteractive -Command "[Threading.Thread]::CurrentThread.CurrentCulture = 'th-TH'; & '$logon' -Id a.b -Module '$(Get-ModulePath)' -LogPath '$log'; exit `$LASTEXITCODE"
        Get-Content $log -TotalCount 1 | Should -BeLike "$([datetime]::UtcNow.Year)-*"
    }

    It 'begins no package after the time limit, and says so' -Tag Slow {
        Use-FakeEngine "step=$TestDrive/steps.txt"
        $run = Invoke-Logon -Id 'a,b,c,d,e,f' -TimeoutSeconds 5
        $run.Code | Should -Be 1
        $run.Log | Should -Match 'f: not begun, the time limit of 5 s is over'
        $steps = @(Get-Content "$TestDrive/steps.txt" -ErrorAction Ignore)   # each step takes two seconds
        $steps.Count | Should -BeLessThan 8
        @($steps -eq 'end').Count | Should -Be @($steps -eq 'begin').Count -Because 'what runs is let finish'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
