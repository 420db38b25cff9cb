#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
}

Describe 'Uninstall-WinGetPackage' {
    BeforeAll { Use-Sandbox }
    BeforeEach { Install-WinGetPackage -Id Demo.Hello, Demo.Tool | Out-Null }

    It 'shows the plan with -WhatIf, and changes nothing' {
        $plan = Uninstall-WinGetPackage -Id Demo.Hello -WhatIf
        $plan.Action | Should -Be 'Uninstall'
        $plan.FromVersion | Should -Be '2.0'
        @(Get-WinGetPackage).Count | Should -Be 2
    }

    It 'removes the package, and says what it did' {
        $result = Uninstall-WinGetPackage -Id Demo.Hello
        $result.PSTypeNames[0] | Should -Be 'WinGetPy.UninstallResult'
        $result.Status | Should -Be 'Ok'
        $result.Changed | Should -BeTrue
        $result.InstalledVersion | Should -Be '2.0'
        $result.UninstallerErrorCode | Should -Be 0
        $result.Succeeded() | Should -BeTrue
        (Get-WinGetPackage).Id | Should -Be 'Demo.Tool'
        @(Get-ChildItem $env:WINGETPY_ROOT -Recurse -File -Filter hello.exe).Count | Should -Be 0
        ($result | Out-String -Width 300) | Should -Match 'UninstallerErrorCode'
    }

    It 'has an error for what is not installed' {
        Uninstall-WinGetPackage -Id No.Such -ErrorVariable told -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.NoApplicationsFound,Uninstall-WinGetPackage'
        $told[0].TargetObject | Should -Be 'No.Such'
    }

    It 'takes text and several ids' {
        @(('Demo.Hello', 'Demo.Tool' | Uninstall-WinGetPackage).Status) | Should -Be @('Ok', 'Ok')
        Install-WinGetPackage -Id Demo.Hello, Demo.Tool | Out-Null
        @((Uninstall-WinGetPackage -Id Demo.Hello, Demo.Tool).Status) | Should -Be @('Ok', 'Ok')
        Get-WinGetPackage | Should -BeNullOrEmpty
    }

    It 'removes what was found, whichever version is installed' {
        Uninstall-WinGetPackage -Id Demo.Hello | Out-Null
        Install-WinGetPackage -Id Demo.Hello -Version 1.0 | Out-Null
        $result = Find-WinGetPackage -Id Demo.Hello | Uninstall-WinGetPackage -ErrorAction Stop
        $result.InstalledVersion | Should -Be '1.0'
        (Get-WinGetPackage).Id | Should -Be 'Demo.Tool'
    }

    It 'removes the one that is piped, where it is installed for the user and for all users' {
        Uninstall-WinGetPackage -Id Demo.Hello | Out-Null
        Install-WinGetPackage -Id Demo.Hello -Scope User | Out-Null
        Install-WinGetPackage -Id Demo.Hello -Scope Machine -Force | Out-Null
        $both = @(Get-WinGetPackage -Id Demo.Hello | Where-Object Id -EQ Demo.Hello)
        $both.Scope | Sort-Object | Should -Be @('Machine', 'User')
        ($both | Where-Object Scope -EQ Machine | Uninstall-WinGetPackage).Status | Should -Be 'Ok'
        (Get-WinGetPackage -Id Demo.Hello).Scope | Should -Be 'User'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
