#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox
    Add-TestPackage Demo.Hello 1.0
    Add-TestPackage Demo.Hello 1.5
    Add-TestPackage Demo.Hello 2.0
    Add-TestPackage Demo.World 1.0
    Add-TestPackage Demo.World 2.0
    Update-WinGetSource
    Install-WinGetPackage -Id Demo.Hello, Demo.World -Version 1.0 | ForEach-Object Status | Should -Be 'Ok', 'Ok'
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }

Describe 'Pins' {
    AfterEach { Reset-WinGetPin }

    It 'are added, listed and removed, and nothing is with -WhatIf' {
        Add-WinGetPin -Id Demo.Hello -WhatIf | Should -BeNullOrEmpty
        Get-WinGetPin | Should -BeNullOrEmpty
        $pin = Add-WinGetPin -Id Demo.Hello
        $pin.PSTypeNames | Should -Contain 'WinGetPy.Pin'
        $pin.Id, $pin.PinType, $pin.Source, $pin.Installed | Should -Be 'Demo.Hello', 'Pinning', 'demo', $false
        $pin.Created | Should -BeOfType [datetime]
        (Get-WinGetPin hello).Id | Should -Be 'Demo.Hello'
        Get-WinGetPin -Id Demo.World | Should -BeNullOrEmpty
        Remove-WinGetPin -Id Demo.Hello -WhatIf
        @(Get-WinGetPin).Count | Should -Be 1
        Remove-WinGetPin -Id Demo.Hello | Should -BeNullOrEmpty
        Get-WinGetPin | Should -BeNullOrEmpty
    }

    It 'take packages from the pipeline, whose version is no range' {
        Find-WinGetPackage Demo.Hello | Add-WinGetPin -Version '1.*' | ForEach-Object { $_.PinType, $_.PinnedVersion } | Should -Be 'Gating', '1.*'
        Get-WinGetPackage -Id Demo.World | Add-WinGetPin -Blocking | ForEach-Object PinType | Should -Be 'Blocking'
        'Demo.Hello' | Add-WinGetPin -SkipVersion 1.5 | ForEach-Object PinType | Should -Be 'SkipVersion'
        @(Get-WinGetPin).Count | Should -Be 3
        Get-WinGetPin | Where-Object PinType -EQ SkipVersion | Remove-WinGetPin
        @(Get-WinGetPin | ForEach-Object PinType | Sort-Object) | Should -Be 'Blocking', 'Gating'
    }

    It 'are heeded by every update, with state and reason' {
        Add-WinGetPin -Id Demo.Hello -Blocking | Out-Null
        Add-WinGetPin -Id Demo.World | Out-Null
        $hello, $world = Get-WinGetPackage | Sort-Object Id
        $hello.UpdateState, $hello.IsUpdateAvailable, $hello.Pin | Should -Be 'Blocked', $false, 'Blocking'
        $hello.UpdateReason | Should -BeLike 'Demo.Hello 2.0 is not installed: a pin blocks*'
        $world.UpdateState, $world.Pin | Should -Be 'Pinned', 'Pinning'
        Get-WinGetPackage -UpdateAvailable | Should -BeNullOrEmpty
        (Get-WinGetPackage -UpdateAvailable -IncludePinned).Id | Should -Be 'Demo.World'
        Update-WinGetPackage -All | Should -BeNullOrEmpty
        foreach ($result in Get-WinGetPackage | Update-WinGetPackage -ErrorAction Stop) {
            $result.Status, $result.ErrorCode, $result.Changed | Should -Be 'NoApplicableUpgrade', '0x8A150068', $false
        }
        foreach ($plan in Get-WinGetPackage | Update-WinGetPackage -WhatIf -ErrorAction Stop) { $plan.Action | Should -Be 'None' }
        { Update-WinGetPackage -Id Demo.Hello -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.PackageIsPinned,Update-WinGetPackage'
        (Update-WinGetPackage -Id Demo.World -WhatIf).ToVersion | Should -Be '2.0'
        (Update-WinGetPackage -All -IncludePinned -WhatIf).Id | Should -Be 'Demo.World'
        @(Update-WinGetPackage -All -Force -WhatIf).Id | Should -Be 'Demo.Hello', 'Demo.World'
        @(Update-WinGetPackage -All -Force -Exclude 'Demo.W*' -WhatIf).Id | Should -Be 'Demo.Hello'
        @(Update-WinGetPackage -All -Force -Include Demo.World -WhatIf).Id | Should -Be 'Demo.World'
        { Update-WinGetPackage -Id Demo.World -Include World -ErrorAction Stop } | Should -Throw
    }

    It 'have winget''s errors' {
        Add-WinGetPin -Id Demo.Hello | Out-Null
        { Add-WinGetPin -Id Demo.Hello -Blocking -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.PinAlreadyExists,Add-WinGetPin'
        (Add-WinGetPin -Id Demo.Hello -Blocking -Force).PinType | Should -Be 'Blocking'
        { Remove-WinGetPin -Id Demo.World -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.PinDoesNotExist,Remove-WinGetPin'
        { Add-WinGetPin -Id No.Such -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.NoApplicationsFound,Add-WinGetPin'
        { Add-WinGetPin -Id Demo.World -Blocking -SkipVersion 2.0 -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.InvalidClArguments,Add-WinGetPin'
        { Add-WinGetPin } | Should -Throw -ErrorId 'WinGetPy.NoCriteria,Add-WinGetPin'
    }
}
