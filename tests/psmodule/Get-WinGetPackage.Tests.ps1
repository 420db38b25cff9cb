#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
}

Describe 'Get-WinGetPackage' {
    BeforeAll {
        Use-Sandbox
        Install-WinGetPackage -Id Demo.Hello -Version 1.0 -Scope User | Out-Null
        Install-WinGetPackage -Id Demo.Tool -Scope Machine | Out-Null
    }

    It 'lists what is installed, with what the source offers' {
        $all = @(Get-WinGetPackage | Sort-Object Id)
        $all.Id | Should -Be @('Demo.Hello', 'Demo.Tool')
        $hello = $all[0]
        $hello.PSTypeNames[0] | Should -Be 'WinGetPy.InstalledPackage'
        $hello.InstalledVersion | Should -Be '1.0'
        $hello.AvailableVersions | Should -Be @('2.0', '1.0')
        $hello.IsUpdateAvailable | Should -BeTrue
        $hello.UpdateState | Should -Be 'UpdateAvailable'
        $hello.Source | Should -Be 'demo'
        $hello.Scope | Should -Be 'User'
        $hello.PSObject.Properties['Version'] | Should -BeNullOrEmpty
        $all[1].IsUpdateAvailable | Should -BeFalse
    }

    It 'shows the reference''s columns; Available only where there is an update' {
        $text = Get-WinGetPackage | Out-String -Width 200
        $text | Should -Match 'Name\s+Id\s+Version\s+Available\s+Source'
        $text | Should -Match 'Demo\.Hello\s+Demo\.Hello\s+1\.0\s+2\.0\s+demo'
        $text | Should -Match 'Demo\.Tool\s+Demo\.Tool\s+1\.1\s+demo'
    }

    It 'lists what can be updated' {
        @((Get-WinGetPackage -UpdateAvailable).Id) | Should -Be 'Demo.Hello'
    }

    It 'has all that Apps & Features says, also after it was written down and read again' {
        $hello = Get-WinGetPackage -Id Demo.Hello | Select-Object *
        $hello.DisplayVersion | Should -Be '1.0'
        $hello.IsVersionInferred | Should -BeFalse
        $hello.InstallDate | Should -Match '^\d{4}-\d\d-\d\d$'
        $hello.ProductCode | Should -BeLike 'Demo.Hello_*'
        $hello.InstallLocation | Should -BeLike "*\Packages\$($hello.ProductCode)"
        $hello.UninstallString | Should -Match 'uninstall --product-code'
        $hello.Size | Should -BeNullOrEmpty
        $again = $hello | ConvertTo-Json | ConvertFrom-Json
        $again.InstallDate | Should -Be $hello.InstallDate
        ($again | Get-WinGetPackage).LocalId | Should -Be $hello.LocalId
    }

    It 'lists by scope; System is Machine' {
        @((Get-WinGetPackage -Scope User).Id) | Should -Be 'Demo.Hello'
        @((Get-WinGetPackage -Scope Machine).Id) | Should -Be 'Demo.Tool'
        @((Get-WinGetPackage -Scope System).Scope) | Should -Be 'Machine'
        @(Get-WinGetPackage -Scope Any).Count | Should -Be 2
    }

    It 'lists by part of the id, by wildcard, by query and from the pipeline' {
        (Get-WinGetPackage -Id Hel).Id | Should -Be 'Demo.Hello'
        (Get-WinGetPackage -Id 'Demo.T*').Id | Should -Be 'Demo.Tool'
        (Get-WinGetPackage tool).Id | Should -Be 'Demo.Tool'
        @(('Demo.Tool', 'demo.hello', 'Demo' | Get-WinGetPackage).Id) | Should -Be @('Demo.Tool', 'Demo.Hello')
        @((Find-WinGetPackage | Get-WinGetPackage).Id | Sort-Object) | Should -Be @('Demo.Hello', 'Demo.Tool')
    }

    It 'emits nothing, and no error, where nothing matches' {
        $Error.Clear()
        Get-WinGetPackage -Id No.Such | Should -BeNullOrEmpty
        $Error.Count | Should -Be 0
    }

    It 'compares versions in winget''s order' {
        $hello = Get-WinGetPackage -Id Demo.Hello
        $hello.CompareToVersion('1.0.0') | Should -Be 'Equal'
        $hello.CompareToVersion('1.10') | Should -Be 'Lesser'
        $hello.CompareToVersion('0.9') | Should -Be 'Greater'
        $hello.CompareToVersion('1.0-beta') | Should -Be 'Greater'
        $hello.CompareToVersion('') | Should -Be 'Unknown'
        $hello.CheckInstalledStatus() | Should -Be 'Ok'
    }

    It 'compares versions as the reference client does' {
        $pairs = (Get-Content (Join-Path $Repository 'tests/data/versions.json') -Raw | ConvertFrom-Json).plain
        @($pairs).Count | Should -BeGreaterThan 20
        $words = @{ -1 = 'Lesser'; 0 = 'Equal'; 1 = 'Greater' }
        foreach ($pair in $pairs) {
            $a, $b, $sign = $pair
            $said = InModuleScope WinGetPy -Parameters @{ A = $a; B = $b } { Compare-PackageVersion $A $B }
            if ($said -ne 'Unknown') { "$a $said $b" | Should -Be "$a $($words[[int]$sign]) $b" }
        }
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
