#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# The one loop of install, update and uninstall: plan, ask, carry out or show.

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
}

Describe 'An engine that is lost during a package' {
    It 'ends this package with a result and an error that name it; a new engine goes on with the next: <Method>' -ForEach @(
        @{ Method = 'package/install'; Changed = $null; Says = 'finished or taken back' }
        @{ Method = 'package/plan'; Changed = $false; Says = 'fake.log' }
    ) {
        Use-FakeEngine "dieonce=$Method"
        $results = Install-WinGetPackage -Id a.b, c.d -ErrorVariable problems -ErrorAction SilentlyContinue
        @($results.Id) | Should -Be @('a.b', 'c.d')
        @($results.Status) | Should -Be @('InternalError', 'Ok')
        $results[0].Reason | Should -Be 'EngineLost'
        $results[0].Changed | Should -Be $Changed
        $results[0].ErrorMessage() | Should -Match '^a\.b: The engine was lost'
        $problems.Count | Should -Be 1
        $problems[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.EngineLost,Install-WinGetPackage'
        $problems[0].TargetObject | Should -Be 'a.b'
        $problems[0].Exception.Message | Should -Match '^a\.b: .*exit code 3.*FakeError: it died'
        $problems[0].Exception.Message | Should -Match $Says
        @(Get-FakeRequest initialize).Count | Should -Be 2
    }

    It 'stops at it with -ErrorAction Stop, and the result is kept' {
        Use-FakeEngine 'dieonce=package/uninstall'
        $kept = [Collections.ArrayList]@()
        { 'a', 'b' | Uninstall-WinGetPackage -ErrorAction Stop | ForEach-Object { $null = $kept.Add($_) } } | Should -Throw -ErrorId 'WinGetPy.EngineLost,Uninstall-WinGetPackage'
        $kept.Id | Should -Be 'a'
        @(Get-FakeRequest package/plan).Count | Should -Be 1
    }

    It 'has no result with -WhatIf' {
        Use-FakeEngine 'dieonce=package/plan'
        $all = @(Install-WinGetPackage -Id a, b -WhatIf -ErrorVariable problems -ErrorAction SilentlyContinue 6>$null)
        $all.Id | Should -Be 'b'
        $problems.Count | Should -Be 1
    }
}

Describe 'A plan that became stale' {
    It 'is made again, once, where nobody was shown it' {
        Use-FakeEngine 'stale=1'
        $result = Install-WinGetPackage -Id a -ErrorVariable problems
        $result.Status | Should -Be 'Ok'
        $problems.Count | Should -Be 0
        @(Get-FakeRequest package/install).PlanId | Should -Be @('plan0', 'plan1')
        Use-FakeEngine 'stale=2'
        (Install-WinGetPackage -Id a -ErrorAction SilentlyContinue).ErrorCode | Should -Be '0x8A15F001'
        @(Get-FakeRequest package/install).Count | Should -Be 2
    }

    It 'is not made again where it was asked for' -Skip:($env:OS -eq 'Windows_NT') {
        Use-FakeEngine 'stale=1'
        Set-Content "$TestDrive/stale.ps1" "Import-Module '$(Get-ModulePath)'; Install-WinGetPackage -Id a -Confirm 2>`$null | ForEach-Object { `"done: `$(`$_.ErrorCode)`" }"
        $said = & (Get-TestPython) (Join-Path $PSScriptRoot terminal.py) (Get-Process -Id $PID).Path "$TestDrive/stale.ps1" 'wait:"Y")' "type:y`n" 'wait:done' 'end:10'
        "$said" | Should -Match 'done: 0x8A15F001'
        @(Get-FakeRequest package/plan).Count | Should -Be 1
    }

    It 'does not reach three sessions that install the same package' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        Use-Sandbox
        $path = Get-ModulePath
        $results = 1..3 | ForEach-Object -Parallel { Import-Module $using:path; Install-WinGetPackage -Id Demo.Hello -ErrorAction Stop } -ThrottleLimit 3
        @($results.Status) | Should -Be @('Ok', 'Ok', 'Ok')
        @($results | Where-Object Changed).Count | Should -Be 1 -Because ($results | Select-Object Status, Changed, Reason, InstalledVersion, Version | ConvertTo-Json -Compress)
        Clear-TestEnvironment
    }
}

Describe 'A question that nobody can answer' {
    It 'is one clear error, for several packages, too' {
        Use-FakeEngine
        $said = pwsh -NoProfile -NonInteractive -Command "Import-Module '$(Get-ModulePath)'; Install-WinGetPackage -Id a, b -Confirm -ErrorVariable problems -ErrorAction SilentlyContinue; 'and on'; try { Install-WinGetPackage -Id a -Confirm } catch { `$_.FullyQualifiedErrorId; `$_.Exception.Message }" 2>&1
        @("$said" | Select-String 'nobody can answer' -AllMatches | ForEach-Object Matches).Count | Should -Be 2   # each command's, once
        "$said" | Should -Match 'WinGetPy\.ConfirmationImpossible,Install-WinGetPackage'
        "$said" | Should -Match '-Confirm:\$false'
        @(Get-FakeRequest package/install).Count | Should -Be 0
    }

    It 'is the same where the input of the console has ended' -Skip:($env:OS -eq 'Windows_NT') {
        Use-FakeEngine
        $said = & sh -c 'exec "$0" -NoProfile -Command "$1" </dev/null 2>&1' (Get-Process -Id $PID).Path "Import-Module '$(Get-ModulePath)'; try { Install-WinGetPackage -Id a -Confirm } catch { `$_.FullyQualifiedErrorId }"
        $said[-1] | Should -BeLike '*WinGetPy.ConfirmationImpossible,Install-WinGetPackage'
        @(Get-FakeRequest package/install).Count | Should -Be 0
    }
}

Describe 'Plans inside a plan' {
    BeforeEach { Use-FakeEngine 'depends,agreements' }

    It 'are whole plans, and their agreements are part of what is asked' {
        $plan = Install-WinGetPackage -Id a -WhatIf 6>$null
        $inner = $plan.Dependencies[0]
        $inner.PSTypeNames[0] | Should -Be 'WinGetPy.Plan'
        "$($inner.Action) $($inner.Id) $($inner.ToVersion) $($inner.Url) $($inner.Sha256)" | Should -Be 'Install needed 0.5 https://example.test/fake.zip 00'
        $inner.Agreements[0].Label | Should -Be 'Its licence'
        $text = InModuleScope WinGetPy -Parameters @{ Plan = $plan } { Format-Plan $Plan }
        $text | Should -BeLike '*; with it: Install needed 0.5; agreements: a: Licence https://example.test/licence, needed: Its licence https://example.test/needed'
        $shown = $plan | Out-String -Width 200
        $shown | Should -Match 'Install needed 0\.5 from https://example\.test/fake\.zip'
        $tree = @($shown -split '\r?\n' -match '\+- ' -replace '^Dependencies\s*:' -replace '\s+$')
        @($tree | ForEach-Object { $_.TrimStart() }) | Should -Be @('+- Install needed 0.5 from https://example.test/fake.zip', '+- there 3.0 is installed', '+- needed: depends on itself, by the packages above', '+- needed 0.5: see above')
        ($tree[1].IndexOf('+'), $tree[3].IndexOf('+')) | Should -Be @(($tree[2].IndexOf('+')), ($tree[1].IndexOf('+') - 3))
        $shown | Should -Match 'needed: Its licence https://example\.test/needed'
    }
}

Describe 'Words of closed sets' {
    BeforeEach { Use-FakeEngine }

    It 'reach the engine as it spells them, however they were written' {
        Install-WinGetPackage -Id a -Scope user -Mode silent -Architecture x64 -InstallerType ZIP -MatchOption equals | Out-Null
        Get-FakeMember package/plan | Should -BeExactly @('Architecture=X64', 'Id=a', 'InstallerType=Zip', 'MatchOption=Equals', 'Mode=Silent', 'Operation=Install', 'Scope=User')
        Install-WinGetPackage -Id a -Mode default -Architecture DEFAULT | Out-Null
        Get-FakeMember package/plan | Should -BeExactly @('Id=a', 'Operation=Install')
        Get-WinGetPackage -Scope machine -MatchOption STARTSWITHCASEINSENSITIVE | Out-Null
        Get-FakeMember package/get | Should -BeExactly @('MatchOption=StartsWithCaseInsensitive', 'Scope=Machine')
        Update-WinGetPackage -Scope USER | Out-Null
        Get-FakeMember package/get | Should -BeExactly @('Scope=User', 'UpdateAvailable=True')
        Add-WinGetSource x /x -Type wingetpy.folder -TrustLevel trusted
        Get-FakeMember source/add | Should -BeExactly @('Argument=/x', 'Name=x', 'TrustLevel=Trusted', 'Type=WinGetPy.Folder')
    }

    It 'are the same in cells of a file and in a table' {
        "Id,Scope,Mode,MatchOption`na.b,user,SILENT,equals" | ConvertFrom-Csv | Install-WinGetPackage | Out-Null
        Get-FakeMember package/plan | Should -BeExactly @('Id=a.b', 'MatchOption=Equals', 'Mode=Silent', 'Operation=Install', 'Scope=User')
        @{ Id = 'a.b'; Scope = 'MACHINE' } | Install-WinGetPackage | Out-Null
        Get-FakeMember package/plan | Should -BeExactly @('Id=a.b', 'Operation=Install', 'Scope=Machine')
    }

    It 'the scope of an installed package does not refuse an installer that names none, but a wish does' {
        $installed = [pscustomobject]@{ Id = 'a.b'; InstalledVersion = '1'; Scope = 'User' }
        $installed | Update-WinGetPackage -WhatIf 6>$null | Out-Null
        Get-FakeMember package/plan | Should -BeExactly @('AmongMany=True', 'Id=a.b', 'Operation=Update', 'Scope=UserOrUnknown')
        $installed | Update-WinGetPackage -Scope User -WhatIf 6>$null | Out-Null
        Get-FakeMember package/plan | Should -BeExactly @('AmongMany=True', 'Id=a.b', 'Operation=Update', 'Scope=User')
        $installed | Uninstall-WinGetPackage -WhatIf 6>$null | Out-Null
        Get-FakeMember package/plan | Should -BeExactly @('Id=a.b', 'Operation=Uninstall', 'Scope=User')
    }
}

Describe 'What cannot matter is refused' {
    BeforeEach { Use-FakeEngine }

    It 'wildcards, where they mean nothing: <Line>' -ForEach @(
        @{ Line = "Install-WinGetPackage -Id 'Git.*'" }
        @{ Line = "Uninstall-WinGetPackage -Name 'a?'" }
        @{ Line = "Update-WinGetPackage 'Git*'" }
        @{ Line = "'Git.*' | Install-WinGetPackage" }
        @{ Line = "Install-WinGetPackage -Id a -Version '2.*'" }
        @{ Line = "Find-WinGetPackage -Moniker 'g*'" }
        @{ Line = "Get-WinGetPackage 'g*'" }
    ) {
        . ([scriptblock]::Create($Line)) -ErrorVariable problems -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        & { $ErrorActionPreference = 'SilentlyContinue'; $Error.Clear(); . ([scriptblock]::Create($Line)) } | Should -BeNullOrEmpty
        $Error[0].FullyQualifiedErrorId | Should -BeLike 'WinGetPy.InvalidInput,*'
        $Error[0].Exception.Message | Should -Match '\* and \? are no wildcards'
        foreach ($method in 'plan', 'find', 'get') { @(Get-FakeRequest "package/$method").Count | Should -Be 0 }
    }

    It 'options without a package to matter for: <Line>' -ForEach @(
        @{ Line = 'Update-WinGetPackage -Version 9'; Says = '-Version has no effect' }
        @{ Line = 'Update-WinGetPackage -Force -Mode Silent -TimeoutSeconds 5'; Says = '-Force, -Mode, -TimeoutSeconds' }
        @{ Line = 'Update-WinGetPackage -All -Version 9'; Says = '-Version cannot hold for all' }
        @{ Line = 'Update-WinGetPackage -All -Location C:\x -MatchOption Equals'; Says = '-Location, -MatchOption' }
        @{ Line = 'Get-WinGetPackage -IncludeUnknown'; Says = '-UpdateAvailable' }
    ) {
        { . ([scriptblock]::Create($Line)) } | Should -Throw -ExpectedMessage "*$Says*(0x8A150002)"
        foreach ($method in 'plan', 'get') { @(Get-FakeRequest "package/$method").Count | Should -Be 0 }
    }

    It 'but not what limits the list, or the trial of all' {
        @(Update-WinGetPackage -Source fake -Scope User -IncludeUnknown -WhatIf 6>$null).Count | Should -Be 1
        @(Update-WinGetPackage -All -Mode Silent -AcceptPackageAgreements -WhatIf 6>$null).Count | Should -Be 1
    }

    It 'Update-WinGetPackage alone says that nothing was changed' {
        $all = Update-WinGetPackage 6>&1
        "$($all | Where-Object { $_ -is [Management.Automation.InformationRecord] })" | Should -Match '^1 can be updated, nothing was changed\. -All'
    }
}

Describe 'Texts of errors' {
    It 'name the package, each its own' {
        Use-FakeEngine 'fail=package/plan:NoApplicationsFound:0x8A150014'
        'No.One', 'No.Two' | Install-WinGetPackage -ErrorVariable problems -ErrorAction SilentlyContinue
        @($problems.Exception.Message) | Should -Be @('No.One: It went wrong. Do it. (0x8A150014)', 'No.Two: It went wrong. Do it. (0x8A150014)')
    }

    It 'do not name it twice' {
        Use-FakeEngine 'item=InstallFailed:0x8A150006:InstallError'
        Install-WinGetPackage -Id a.b -ErrorVariable problems -ErrorAction SilentlyContinue | Out-Null
        $problems[0].Exception.Message | Should -BeLike 'a.b went wrong.*'
    }

    It 'have this side''s remedy where it has one for the id, and name only parameters that exist' {
        Use-FakeEngine 'fail=package/plan:NoApplicationsFound:0x8A150014,remedy=the-test'
        InModuleScope WinGetPy { $null = Get-MessageText Confirm; $script:English['Remedythe-test'] = 'Use -Force for {Package}.' }
        try {
            Install-WinGetPackage -Id x -ErrorVariable problems -ErrorAction SilentlyContinue
            $problems[0].Exception.Message | Should -Be 'x: It went wrong. Use -Force for a.b. (0x8A150014)'
        } finally { InModuleScope WinGetPy { $script:English.Remove('Remedythe-test') } }
        Install-WinGetPackage -Id x -ErrorVariable problems -ErrorAction SilentlyContinue
        $problems[0].Exception.Message | Should -Be 'x: It went wrong. Do it. (0x8A150014)'
        $known = @(Get-Command -Module WinGetPy | ForEach-Object { $_.Parameters.Keys } | ForEach-Object { "-$_" } | Select-Object -Unique)
        $texts = @(InModuleScope WinGetPy { foreach ($name in $script:English.Keys) { if ($name -like 'Remedy*') { $script:English[$name] } } })
        foreach ($match in [regex]::Matches($texts -join "`n", '(?<![\w-])-[A-Z]\w+')) { $known | Should -Contain $match.Value }
        foreach ($match in [regex]::Matches($texts -join "`n", '\b[A-Z][a-z]+-WinGet\w+')) { Get-Command $match.Value -Module WinGetPy | Should -Not -BeNullOrEmpty -Because $match.Value }
    }

    It 'warn where -Log has no installer to write it' {
        Use-FakeEngine
        $said = Install-WinGetPackage -Id a -Log /x.log 3>&1 | Where-Object { $_ -is [Management.Automation.WarningRecord] }
        "$said" | Should -Match "a: no installer program runs.*fake\.log"
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
