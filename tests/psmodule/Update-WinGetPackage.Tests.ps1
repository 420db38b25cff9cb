#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
}

Describe 'Update-WinGetPackage' {
    BeforeEach {
        Use-Sandbox
        Install-WinGetPackage -Id Demo.Hello, Demo.Tool -Version 1.0 | Out-Null
        Install-WinGetPackage -Id Demo.Other | Out-Null
    }

    It 'alone lists what can be updated, and changes nothing' {
        $report = Update-WinGetPackage
        @($report.Id | Sort-Object) | Should -Be @('Demo.Hello', 'Demo.Tool')
        $report[0].PSTypeNames[0] | Should -Be 'WinGetPy.InstalledPackage'
        @(Get-WinGetPackage -UpdateAvailable).Count | Should -Be 2
    }

    It 'updates the package that is named' {
        $result = Update-WinGetPackage -Id Demo.Hello
        $result.Status | Should -Be 'Ok'
        $result.InstalledVersion | Should -Be '1.0'
        $result.Version | Should -Be '2.0'
        (Get-WinGetPackage -Id Demo.Hello).InstalledVersion | Should -Be '2.0'
    }

    It '-All asks for each, shows the plans with -WhatIf, and updates each' {
        $plans = Update-WinGetPackage -All -WhatIf
        @($plans | ForEach-Object { "$($_.Action) $($_.Id) $($_.FromVersion) $($_.ToVersion)" } | Sort-Object) | Should -Be @('Update Demo.Hello 1.0 2.0', 'Update Demo.Tool 1.0 1.1')
        @(Get-WinGetPackage -UpdateAvailable).Count | Should -Be 2
        $results = Update-WinGetPackage -All
        $results.Status | Should -Be @('Ok', 'Ok')
        Update-WinGetPackage | Should -BeNullOrEmpty
        Update-WinGetPackage -All | Should -BeNullOrEmpty
    }

    It '-All takes no criteria' {
        { Update-WinGetPackage -All -Id Demo.Hello -ErrorAction Stop } | Should -Throw -ErrorId 'AmbiguousParameterSet,Update-WinGetPackage'
    }

    It 'has the specification''s error where a named package has nothing newer' {
        $result = Update-WinGetPackage -Id Demo.Other -ErrorVariable told -ErrorAction SilentlyContinue
        $result.Status | Should -Be 'NoApplicableUpgrade'
        $result.Changed | Should -BeFalse
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.UpdateNotApplicable,Update-WinGetPackage'
        $told[0].Exception.Message | Should -Match 'There is no update available'
    }

    It 'has a result and no error where a piped package has nothing newer' {
        $Error.Clear()
        $results = Get-WinGetPackage | Update-WinGetPackage
        @($results | Sort-Object Id | ForEach-Object Status) | Should -Be @('Ok', 'NoApplicableUpgrade', 'Ok')
        $Error.Count | Should -Be 0
    }

    It 'leaves a piped package alone that must be named or denies updates' {
        Add-TestPackage Demo.Hello 2.0 -More "  RequireExplicitUpgrade: true`n"
        Add-TestPackage Demo.Tool 1.1 -Kind portable -More "  UpgradeBehavior: deny`n"
        Update-WinGetSource -Name demo
        $results = @(Get-WinGetPackage -Id 'Demo.*' | Update-WinGetPackage -ErrorAction Stop | Where-Object Id -NE 'Demo.Other')
        $results.Reason | Should -Be 'RequiresExplicitUpgrade', 'UpgradeDenied'
        $results.Status | Should -Be 'NoApplicableUpgrade', 'NoApplicableUpgrade'
        @(Get-WinGetPackage | Update-WinGetPackage -WhatIf -ErrorAction Stop).Action | Should -Be 'None', 'None', 'None'
        $left = @(Update-WinGetPackage -All -Verbose 4>&1 | Where-Object { $_ -like '* is left out *' })
        $left.Count | Should -Be 2
        "$($left[0])" | Should -BeLike 'Demo.Hello 1.0 * (RequiresExplicitUpgrade): *'
        "$($left[1])" | Should -BeLike 'Demo.Tool 1.0 * (UpgradeDenied): *'
        (Update-WinGetPackage -Id Demo.Hello).Version | Should -Be '2.0'
    }

    It 'has a result and no error where a piped package is unknown to every source' {
        Remove-WinGetSource -Name demo
        $empty = New-Item -ItemType Directory (Join-Path $TestDrive "empty-$([guid]::NewGuid())")
        Add-WinGetSource -Name none -Argument $empty.FullName -ErrorAction Ignore
        $Error.Clear()
        $results = @(Get-WinGetPackage | Update-WinGetPackage)
        $results.Count | Should -Be 3
        $results.Status | Should -Be @('NoApplicableUpgrade', 'NoApplicableUpgrade', 'NoApplicableUpgrade')
        $Error.Count | Should -Be 0
    }

    It 'has an error for what is not installed' {
        Update-WinGetPackage -Id No.Such -ErrorVariable told -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.NoApplicationsFound,Update-WinGetPackage'
    }

    It 'keeps a user''s own file beside the program' {
        $folder = @(Get-ChildItem $env:WINGETPY_ROOT -Recurse -File -Filter hello.exe | Where-Object FullName -Match 'Packages')[0].Directory
        Set-Content (Join-Path $folder 'own.txt') 'mine'
        Update-WinGetPackage -Id Demo.Hello | Out-Null
        Get-Content (Join-Path $folder 'own.txt') | Should -Be 'mine'
        Get-Content (Join-Path $folder 'hello.exe') | Should -Be 'Demo.Hello 2.0'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
