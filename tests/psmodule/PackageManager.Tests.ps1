#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox
    Add-TestPackage Demo.Hello 1.0
    Update-WinGetSource
    $file = (Get-WinGetSetting).userSettingsFile
}

Describe 'Assert-WinGetPackageManager' {
    It 'emits nothing where all is well' {
        Assert-WinGetPackageManager | Should -BeNullOrEmpty
        awgpm -Latest | Should -BeNullOrEmpty
        Assert-WinGetPackageManager -Version (Get-WinGetVersion) | Should -BeNullOrEmpty
        Assert-WinGetPackageManager -Version 0.* -IncludePrerelease | Should -BeNullOrEmpty
    }

    It 'ends with what is wrong' {
        { Assert-WinGetPackageManager -Version 1.12.350 } | Should -Throw -ErrorId 'WinGetPy.UnexpectedVersion,Assert-WinGetPackageManager'
        Set-Content $file '{ broken'
        { Assert-WinGetPackageManager } | Should -Throw -ErrorId 'WinGetPy.JsonInvalidFile,Assert-WinGetPackageManager'
        Remove-Item $file
    }
}

Describe 'Repair-WinGetPackageManager' {
    It 'changes nothing where all is well, and with -WhatIf' {
        $reports = Repair-WinGetPackageManager
        $reports[0].PSTypeNames[0] | Should -Be 'WinGetPy.HealthReport'
        @($reports.Passed | Sort-Object -Unique) | Should -Be @($true)
        @($reports.Mended | Sort-Object -Unique) | Should -Be @($false)
        Set-Content $file '{ broken'
        Repair-WinGetPackageManager -WhatIf | Should -BeNullOrEmpty
        Get-Content $file | Should -Be '{ broken'
    }

    It 'takes the backup of settings, and only with -Force the defaults' {
        $reports = Repair-WinGetPackageManager -ErrorAction SilentlyContinue -ErrorVariable failed
        ($reports | Where-Object Check -EQ Settings).Passed | Should -BeFalse
        $failed[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.JsonInvalidFile,Repair-WinGetPackageManager'
        ($reports | Where-Object Check -EQ Sources).Passed | Should -BeTrue
        Set-Content "$file.backup" '{ "source": { "autoUpdateIntervalInMinutes": 31 } }'
        (Repair-WinGetPackageManager | Where-Object Check -EQ Settings).Mended | Should -BeTrue
        (Get-WinGetUserSetting).source.autoUpdateIntervalInMinutes | Should -Be 31
        Remove-Item "$file.backup"
        Set-Content $file '{ broken'
        (Repair-WinGetPackageManager -Force | Where-Object Check -EQ Settings).Mended | Should -BeTrue
        (Get-WinGetUserSetting).Count | Should -Be 0
        Get-Content "$file.damaged" | Should -Be '{ broken'
        Assert-WinGetPackageManager
    }

    It 'cannot install another version, and says what can be done' {
        { Repair-WinGetPackageManager -Version 1.12.350 -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.UnexpectedVersion,Repair-WinGetPackageManager'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
