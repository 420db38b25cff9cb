#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    function Get-MachineFile { @(Get-ChildItem $env:WINGETPY_ROOT -Recurse -File -ErrorAction Ignore | Where-Object Name -Like '*.exe' | ForEach-Object Name) }
}

Describe 'Install-WinGetPackage' {
    BeforeAll { Use-Sandbox }

    It 'shows the plan with -WhatIf, and changes nothing' {
        $plan = Install-WinGetPackage -Id Demo.Hello -WhatIf
        $plan.PSTypeNames[0] | Should -Be 'WinGetPy.Plan'
        $plan.Id | Should -Be 'Demo.Hello'
        $plan.Action | Should -Be 'Install'
        $plan.ToVersion | Should -Be '2.0'
        $plan.FromVersion | Should -BeNullOrEmpty
        $plan.Url | Should -BeLike 'file:///*hello.zip'
        $plan.Steps.Count | Should -BeGreaterThan 1
        ($plan | Out-String) | Should -Match 'Action\s+: Install'
        Get-MachineFile | Should -BeNullOrEmpty
        Get-WinGetPackage | Should -BeNullOrEmpty
    }

    It 'installs a version, and says what it did' {
        $result = Install-WinGetPackage -Id Demo.Hello -Version 1.0
        $result.PSTypeNames[0] | Should -Be 'WinGetPy.InstallResult'
        $result.Status | Should -Be 'Ok'
        $result.Changed | Should -BeTrue
        $result.Version | Should -Be '1.0'
        $result.InstallerErrorCode | Should -Be 0
        $result.RebootRequired | Should -BeOfType ([bool])
        $result.ExtendedErrorCode | Should -BeNullOrEmpty
        $result.Succeeded() | Should -BeTrue
        $result.ErrorMessage() | Should -Be ''
        Get-MachineFile | Should -Contain 'hello.exe'
        ($result | Out-String -Width 300) | Should -Match 'Id\s+Version\s+Status\s+Changed\s+Reason\s+ErrorCode\s+RebootRequired\s+InstallerErrorCode\s+ExtendedErrorCode\s+Source\s+Name'
    }

    It 'updates what is older' {
        $result = Install-WinGetPackage -Id Demo.Hello
        $result.InstalledVersion | Should -Be '1.0'
        $result.Version | Should -Be '2.0'
        $result.Changed | Should -BeTrue
    }

    It 'leaves alone what is there, without an error, and downloads nothing' {
        $Error.Clear()
        $result = Install-WinGetPackage -Id Demo.Hello
        $result.Status | Should -Be 'Ok'
        $result.Changed | Should -BeFalse
        $result.Reason | Should -Be 'AlreadyInstalled'
        $Error.Count | Should -Be 0
        (Install-WinGetPackage -Id Demo.Hello -WhatIf).Action | Should -Be 'None'
    }

    It 'installs it again with -Force' {
        (Install-WinGetPackage -Id Demo.Hello -Force).Changed | Should -BeTrue
    }

    It 'takes a query that equals an id, a name or a moniker' {
        Uninstall-WinGetPackage -Id Demo.Hello | Out-Null
        (Install-WinGetPackage hello).Id | Should -Be 'Demo.Hello'
        @(('Demo.Tool', 'Demo.Other' | Install-WinGetPackage).Id) | Should -Be @('Demo.Tool', 'Demo.Other')
        Uninstall-WinGetPackage -Id Demo.Hello, Demo.Tool, Demo.Other | Out-Null
    }

    It 'goes on after a package that is not there, whose error names it' {
        $results = Install-WinGetPackage -Id No.Such, Demo.Tool -ErrorVariable told -ErrorAction SilentlyContinue
        @($results.Id) | Should -Be 'Demo.Tool'
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.NoApplicationsFound,Install-WinGetPackage'
        $told[0].TargetObject | Should -Be 'No.Such'
        "$($told[0].CategoryInfo.Category)" | Should -Be 'ObjectNotFound'
        $told[0].Exception.HResult | Should -Be ([int]0x8A150014)
        Uninstall-WinGetPackage -Id Demo.Tool | Out-Null
    }

    It 'refuses a download that is not what the manifest says, and leaves nothing behind' {
        Add-TestPackage Demo.Forged 1.0 -Sha256 ('0' * 64)
        Update-WinGetSource
        $result = Install-WinGetPackage -Id Demo.Forged -ErrorVariable told -ErrorAction SilentlyContinue
        $result.Status | Should -Not -Be 'Ok'
        $result.ErrorCode | Should -Be '0x8A150011'
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.InstallerHashMismatch,Install-WinGetPackage'
        Get-MachineFile | Should -Not -Contain 'forged.exe'
        Get-WinGetPackage -Id Demo.Forged | Should -BeNullOrEmpty
    }

    It 'installs a package with agreements only where they are accepted' {
        Add-TestPackage Demo.Agreed 1.0 -More "Agreements:`n- AgreementLabel: Licence`n  Agreement: All of the text`n"
        Update-WinGetSource
        $result = Install-WinGetPackage -Id Demo.Agreed -ErrorVariable told -ErrorAction SilentlyContinue
        $result.Status | Should -Be 'PackageAgreementsNotAccepted'
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.PackageAgreementsNotAccepted,Install-WinGetPackage'
        $told[0].Exception.Message | Should -Match 'All of the text'
        $told[0].Exception.Message | Should -Match 'AcceptPackageAgreements'
        (Install-WinGetPackage -Id Demo.Agreed -AcceptPackageAgreements).Status | Should -Be 'Ok'
    }

    It 'sends the header and the consent with the plan and with the change' {
        Use-FakeEngine
        $null = Install-WinGetPackage -Id Demo.Other -Header 'for ours' -AcceptSourceAgreements
        foreach ($method in 'package/plan', 'package/install') {
            $sent = @(Get-FakeRequest $method)[-1]
            $sent.Header, $sent.AcceptSourceAgreements | Should -Be @('for ours', $true)
        }
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
