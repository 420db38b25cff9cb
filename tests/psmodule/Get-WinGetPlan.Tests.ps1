#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox
    Add-TestPackage Demo.Hello 1.0
    Add-TestPackage Demo.Hello 2.0
    Update-WinGetSource
}

Describe 'Get-WinGetPlan' {
    It 'is what -WhatIf emits, and changes nothing' {
        $plan = Get-WinGetPlan -Id Demo.Hello -Version 1.0
        $plan.PSTypeNames[0] | Should -Be 'WinGetPy.Plan'
        $shown = Install-WinGetPackage -Id Demo.Hello -Version 1.0 -WhatIf
        foreach ($name in 'Operation', 'Action', 'Id', 'ToVersion', 'Url', 'Sha256', 'Scope') { $plan.$name | Should -Be $shown.$name -Because $name }
        $plan.Operation, $plan.Action, $plan.ToVersion | Should -Be @('Install', 'Install', '1.0')
        ($plan | Out-String) | Should -Match 'Demo\.Hello'
        ($plan | Format-Table | Out-String -Width 200) | Should -Match 'From\s+To\s'
        Get-WinGetPackage | Should -BeNullOrEmpty
    }

    It 'plans updates, removals and repairs of what is installed, from the pipeline' {
        $null = Install-WinGetPackage -Id Demo.Hello -Version 1.0
        $update = Get-WinGetPackage | Get-WinGetPlan -Operation Update
        $update.Operation, $update.FromVersion, $update.ToVersion | Should -Be @('Update', '1.0', '2.0')
        ('Demo.Hello' | Get-WinGetPlan -Operation Uninstall).Action | Should -Be 'Uninstall'
        (Get-WinGetPackage).InstalledVersion | Should -Be '1.0'
        $null = Uninstall-WinGetPackage -Id Demo.Hello
    }

    It 'writes the error that would come' {
        { Get-WinGetPlan -Id No.Such -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.NoApplicationsFound,Get-WinGetPlan'
        { Get-WinGetPlan -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.NoCriteria,Get-WinGetPlan'
        $plan = Get-WinGetPlan -Id Demo.Hello -Architecture Arm -ErrorAction SilentlyContinue -ErrorVariable failed
        $plan.Action | Should -Be 'None'
        $failed[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.NoApplicableInstaller,Get-WinGetPlan'
    }
}

Describe 'Completion' {
    It 'offers tags and policies' {
        Add-TestPackage Demo.Tagged 1.0 -More "Tags:`n- painting`n- paper`n"
        Update-WinGetSource
        (Find-WinGetPackage -Tag painting).Id | Should -Be 'Demo.Tagged'
        @((TabExpansion2 'Find-WinGetPackage -Tag pai' 27).CompletionMatches.CompletionText) | Should -Be @('painting')
        @((TabExpansion2 'Get-WinGetPolicy EnableFont' 27).CompletionMatches.CompletionText) | Should -Be @('EnableFontSource')
        @((TabExpansion2 'Enable-WinGetSetting Local' 26).CompletionMatches.CompletionText | Sort-Object) | Should -Be @('LocalArchiveMalwareScanOverride', 'LocalManifestFiles')
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
