#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox
    $list = Join-Path $TestDrive 'packages.json'
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }

Describe 'Package lists' {
    It 'have what is installed, with version and pin, and are written only when that is wanted' {
        $null = Install-WinGetPackage -Id Demo.Tool -Version 1.0
        $null = Add-WinGetPin -Id Demo.Tool -Blocking
        Export-WinGetPackageList $list -WhatIf | Should -BeNullOrEmpty
        Test-Path $list | Should -BeFalse
        $row = Export-WinGetPackageList $list -IncludeVersions
        $row.PSTypeNames[0] | Should -Be 'WinGetPy.ExportedPackage'
        $row.Id, $row.Version, $row.Pin, $row.Exported | Should -Be 'Demo.Tool', '1.0', 'Blocking', $true
        ($row | Out-String -Width 200) | Should -Match 'Id\s+Version\s+Source\s+Scope\s+Pin\s+Exported\s+Reason'
        $document = Get-Content $list -Raw | ConvertFrom-Json
        $document.'$schema' | Should -Be 'https://aka.ms/winget-packages.schema.2.0.json'
        $document.Sources[0].Packages[0].PackageIdentifier, $document.Sources[0].Packages[0].Pin.Type | Should -Be 'Demo.Tool', 'Blocking'
        Export-WinGetPackageList $list -NoClobber -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed[0].CategoryInfo.Category | Should -Be 'ResourceExists'
    }

    It 'are shown, imported, and imported again without a change' {
        $null = Reset-WinGetPin -Confirm:$false
        $null = Uninstall-WinGetPackage -Id Demo.Tool
        $plan = Import-WinGetPackageList $list -WhatIf
        $plan.PSTypeNames[0] | Should -Be 'WinGetPy.Plan'
        $plan.Action, $plan.ToVersion | Should -Be 'Install', '1.0'
        Get-WinGetPackage | Should -BeNullOrEmpty

        $result = Get-Item $list | Import-WinGetPackageList
        $result.PSTypeNames[0] | Should -Be 'WinGetPy.InstallResult'
        $result.Status, $result.Version, $result.Changed | Should -Be 'Ok', '1.0', $true
        (Get-WinGetPin).PinType | Should -Be 'Blocking'
        $again = Import-WinGetPackageList $list
        $again.Status, $again.Changed, $again.Reason | Should -Be 'Ok', $false, 'AlreadyInstalled'
        $null = Reset-WinGetPin -Confirm:$false
    }

    It 'with a package that is missing change nothing, but for -IgnoreUnavailable' {
        $document = Get-Content $list -Raw | ConvertFrom-Json
        $document.Sources[0].Packages = @(@{ PackageIdentifier = 'No.Such' }, @{ PackageIdentifier = 'Demo.Other' })
        $other = Join-Path $TestDrive 'other.json'
        ConvertTo-Json $document -Depth 9 | Set-Content $other -Encoding Unicode   # as Windows PowerShell's > writes it
        Import-WinGetPackageList $other -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed.Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.NotAllQueriesFoundSingle,Import-WinGetPackageList'
        $result = Import-WinGetPackageList $other -IgnoreUnavailable -WarningAction SilentlyContinue -WarningVariable warned
        $result.Id | Should -Be 'Demo.Other'
        "$($warned[0])" | Should -Match 'No\.Such is left out'
    }

    It 'that are no lists are one error' {
        Set-Content (Join-Path $TestDrive 'bad.json') '{'
        Import-WinGetPackageList (Join-Path $TestDrive 'bad.json') -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.JsonInvalidFile,Import-WinGetPackageList'
    }
}

Describe 'Lock files' {
    It 'are imported exactly, and refused where the source has another installer' {
        $lock = Join-Path $TestDrive 'winget.lock.json'
        $null = Install-WinGetPackage -Id Demo.Hello -Version 1.0
        $null = Export-WinGetPackageList $lock -Lock -WarningAction SilentlyContinue
        $null = Uninstall-WinGetPackage -Id Demo.Hello
        $results = Import-WinGetPackageList $lock
        ($results | Where-Object Id -EQ 'Demo.Hello').Version | Should -Be '1.0'
        @(Import-WinGetPackageList $lock | Where-Object Changed).Count | Should -Be 0
        $null = Uninstall-WinGetPackage -Id Demo.Hello
        (Get-Content $lock -Raw) -replace '("InstallerSha256": ")[0-9A-F]{64}', ('${1}' + 'A' * 64) | Set-Content $lock
        Import-WinGetPackageList $lock -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.InstallerHashMismatch,Import-WinGetPackageList'
        $failed[0].CategoryInfo.Category | Should -Be 'SecurityError'
        Get-WinGetPackage -Id Demo.Hello | Should -BeNullOrEmpty
    }
}

Describe 'Results of an import' {
    It 'come as each package ends, and who takes no more cancels the rest' {
        Use-FakeEngine 'pause=60'
        $clock = [Diagnostics.Stopwatch]::StartNew()
        (Import-WinGetPackageList $list | Select-Object -First 1).Id | Should -Be 'Fake.Package'
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 40
        Start-Sleep -Milliseconds 200
        @(Get-FakeRequest '$/cancel').Count | Should -Be 1
    }
}
