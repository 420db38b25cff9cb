#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Real remoting: PowerShell over SSH to a server on this machine. Jobs and -Parallel: Flows, Engine and Operation.

BeforeDiscovery {
    . $PSScriptRoot/Machine.ps1
    . $PSScriptRoot/Ssh.ps1
    $fault = Get-SshFault
    if ($fault) { Write-Warning "Remoting over SSH is skipped: $fault" }
}

Describe 'Over SSH' -Skip:([bool]$fault) {
    BeforeAll {
        . $PSScriptRoot/Machine.ps1
        . $PSScriptRoot/Ssh.ps1
        Import-TestModule
        Use-Sandbox
        $module = Get-ModulePath
        $here = $env:WINGETPY_ROOT
        $roots = Split-Path $here -Parent   # a session of the name "root" is on the same machine as this one
        $server = Open-SshServer (Join-Path $TestDrive 'ssh')
        $sessions = Open-SshSession $server 'pc1', 'pc2', 'pc3' $roots
        $same = Open-SshSession $server 'root' $roots
        Invoke-Command $sessions { Import-Module $using:module; Add-WinGetSource -Name demo -Argument $using:SourceFolder }
        Invoke-Command $same { Import-Module $using:module }
    }
    AfterAll {
        foreach ($session in @($sessions) + @($same)) { if ($session) { Remove-PSSession $session } }
        Close-SshServer $server
        Remove-Module WinGetPy -ErrorAction Ignore
        Clear-TestEnvironment
    }

    It 'several machines are changed at once, each its own' {
        Invoke-Command $sessions[0] { Install-WinGetPackage -Id Demo.Hello -Version 1.0 } | Out-Null
        $rows = @(Invoke-Command $sessions { Install-WinGetPackage -Id Demo.Hello } -ThrottleLimit 3)
        @($rows.PSComputerName | Sort-Object -Unique) | Should -Be '127.0.0.1'
        @($rows | ForEach-Object { "$($_.InstalledVersion)>$($_.Version) $($_.Changed)" } | Sort-Object) | Should -Be @('>2.0 True', '>2.0 True', '1.0>2.0 True')
        @($rows.MachineId | Sort-Object -Unique).Count | Should -Be 3
        Get-WinGetPackage | Should -BeNullOrEmpty
    }

    It 'what was listed there on the same machine binds here' {
        Install-WinGetPackage -Id Demo.Hello -Version 1.0 | Out-Null
        $listed = Invoke-Command $same { Get-WinGetPackage -UpdateAvailable }
        $listed.PSObject.TypeNames[0] | Should -Be 'Deserialized.WinGetPy.InstalledPackage'
        $result = $listed | Update-WinGetPackage -ErrorAction Stop
        "$($result.Status) $($result.InstalledVersion)>$($result.Version)" | Should -Be 'Ok 1.0>2.0'
        (Invoke-Command $same { Find-WinGetPackage -Id Demo.Tool } | Install-WinGetPackage -ErrorAction Stop).Status | Should -Be 'Ok'
        (Invoke-Command $same { Get-WinGetPackage -Id Demo.Tool } | Uninstall-WinGetPackage -ErrorAction Stop).Status | Should -Be 'Ok'
        (Invoke-Command $same { Get-WinGetSource -Name demo } | Update-WinGetSource -PassThru).Name | Should -Be demo
    }

    It 'what was listed on another machine is refused here without -Force, and binds there' {
        Invoke-Command $sessions[0] { Uninstall-WinGetPackage -Id Demo.Hello } | Out-Null
        Install-WinGetPackage -Id Demo.Hello | Out-Null
        $listed = Invoke-Command $sessions[1] { Get-WinGetPackage -Id Demo.Hello }
        $listed | Uninstall-WinGetPackage -ErrorVariable told -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.OtherComputer,Uninstall-WinGetPackage'
        (Get-WinGetPackage -Id Demo.Hello).InstalledVersion | Should -Be '2.0'
        (Invoke-Command $sessions[1] { $using:listed | Uninstall-WinGetPackage -ErrorAction Stop }).Status | Should -Be 'Ok'
        Invoke-Command $sessions[1] { Get-WinGetPackage -Id Demo.Hello } | Should -BeNullOrEmpty
    }

    It 'several sessions to one machine wait for each other' {
        $second = Open-SshSession $server 'root' $roots
        try {
            Invoke-Command $second { Import-Module $using:module }
            $rows = @(Invoke-Command (@($same) + @($second)) { Install-WinGetPackage -Id Demo.Other })
        } finally { Remove-PSSession $second }
        @($rows.Status) | Should -Be @('Ok', 'Ok')
        @($rows | Where-Object Changed).Count | Should -Be 1
    }

    It 'fleet.ps1 shows what changed where, what failed and what cannot be reached' {
        $fleet = Join-Path $Repository 'examples/fleet.ps1'
        $lost = Open-SshSession $server 'pc4' $roots
        Remove-PSSession $lost
        $dry = @(& $fleet -Session $sessions -Id Demo.Tool -Scope User -Module $module -WhatIf)
        @($dry | ForEach-Object { "$($_.Computer) $($_.Status) $($_.To) $($_.Changed)" } | Sort-Object) | Should -Be @('pc1 WouldInstall 1.1 False', 'pc2 WouldInstall 1.1 False', 'pc3 WouldInstall 1.1 False')
        Invoke-Command $sessions[2] { Install-WinGetPackage -Id Demo.Tool -Scope User } | Out-Null
        $rows = @(& $fleet -Session (@($sessions) + @($lost)) -Id Demo.Tool, No.Such -Scope User -Module $module)
        @($rows | Where-Object Id -EQ Demo.Tool | Sort-Object Computer | ForEach-Object { "$($_.Computer) $($_.From)>$($_.To) $($_.Status) $($_.Changed)" }) |
            Should -Be @('pc1 >1.1 Ok True', 'pc2 >1.1 Ok True', 'pc3 1.1>1.1 Ok False')
        @($rows | Where-Object Id -EQ No.Such | ForEach-Object { $_.Status }) | Should -Be @('Failed', 'Failed', 'Failed')
        @($rows | Where-Object Id -EQ No.Such)[0].Error | Should -Match 'No\.Such.*0x8A150014'
        @($rows | Where-Object Computer -EQ pc4 | ForEach-Object { $_.Status }) | Should -Be 'Unreachable'
        $first = @{ Is = $true }
        function Invoke-Command {   # as PowerShell's own, where a session breaks after its state was looked at
            if ($first.Is) { $first.Is = $false; throw [Management.Automation.Runspaces.InvalidRunspaceStateException]::new('not valid') }
            Microsoft.PowerShell.Core\Invoke-Command @args
        }
        @(& $fleet -Session $sessions -Id Demo.Tool -Scope User -Module $module | ForEach-Object { "$($_.Computer) $($_.Status) $($_.Changed)" } | Sort-Object) | Should -Be @('pc1 Ok False', 'pc2 Ok False', 'pc3 Ok False')
        Remove-Item Function:Invoke-Command
        $rows = @(& $fleet -Session $sessions[0] -Id Demo.Tool -Module /no/such.psd1)
        "$($rows.Computer) $($rows.Id) $($rows.Status)" | Should -Be 'pc1 Demo.Tool Failed'
        $rows[0].Error | Should -Match 'such\.psd1'
        Set-Content "$TestDrive/old.sh" "#!/bin/sh`nWINGETPY_FAKE=protocol=0 exec '$(Get-TestPython)' -I '$PSScriptRoot/fake_engine.py'"
        chmod +x "$TestDrive/old.sh"
        Invoke-Command $sessions[0] { $env:WINGETPY_PYTHON = "$using:TestDrive/old.sh" }
        try { $rows = @(& $fleet -Session $sessions[0, 1] -Id Demo.Tool, Demo.Other -Scope User -Module $module | Sort-Object Computer, Id) } finally { Invoke-Command $sessions[0] { Remove-Item Env:WINGETPY_PYTHON } }
        @($rows | ForEach-Object { "$($_.Computer) $($_.Id) $($_.Status)" }) | Should -Be @('pc1 Demo.Other Failed', 'pc1 Demo.Tool Failed', 'pc2 Demo.Other Ok', 'pc2 Demo.Tool Ok')
        $rows[0, 1].Error | Should -BeLike 'The module speaks protocol 1, the engine 0. Update the engine*'
    }

    It 'fleet.ps1 does not wait for ever where a connection hangs and ssh asks whether it lives' -Tag Slow {
        $hanging = Open-SshSession $server 'pc6' $roots -Option @{ ServerAliveInterval = '2' }
        $there = Invoke-Command $hanging { [int](((Get-Content /proc/$PID/stat) -replace '^.*\) ') -split ' ')[1] }   # the shell's parent is the connection's sshd
        kill -STOP $there
        try {
            $clock = [Diagnostics.Stopwatch]::StartNew()
            $rows = @(& (Join-Path $Repository 'examples/fleet.ps1') -Session (@($sessions[1]) + @($hanging)) -Id Demo.Other -Scope User -Module $module)
            $clock.Elapsed.TotalSeconds | Should -BeLessThan 60
        } finally {
            kill -CONT $there
            Remove-PSSession $hanging
        }
        @($rows | Sort-Object Computer | ForEach-Object { "$($_.Computer) $($_.Status)" }) | Should -Be @('pc2 Ok', 'pc6 Unreachable')
    }

    It 'fleet.ps1 loses nothing of the others where a connection breaks half-way' -Tag Slow {
        $breaking = Open-SshSession $server 'pc5' $roots
        $there = Invoke-Command $breaking { $PID }
        $killer = Start-Job { Start-Sleep 2; Stop-Process -Id $using:there }
        $rows = @(& (Join-Path $Repository 'examples/fleet.ps1') -Session (@($sessions) + @($breaking)) -Id Demo.Other -Scope User -Module $module)
        $killer | Remove-Job -Force
        @($rows | Where-Object Computer -Like 'pc[123]' | ForEach-Object { $_.Status }) | Should -Be 'Ok', 'Ok', 'Ok'
        @($rows | Where-Object Computer -EQ pc5).Count | Should -BeGreaterThan 0
    }
}
