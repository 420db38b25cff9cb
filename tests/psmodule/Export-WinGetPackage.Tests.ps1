#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
}

Describe 'Export-WinGetPackage' {
    BeforeAll {
        Use-Sandbox
        Add-TestPackage Demo.Needs 1.0 -More "  Dependencies:`n    PackageDependencies:`n    - PackageIdentifier: Demo.Tool`n"
        Update-WinGetSource
        $offline = Join-Path $TestDrive 'offline'
    }

    It 'downloads nothing with -WhatIf' {
        Export-WinGetPackage -Id Demo.Needs -DownloadDirectory $offline -WhatIf | Should -BeNullOrEmpty
        Test-Path $offline | Should -BeFalse
    }

    It 'downloads a package with what it depends on, and installs nothing' {
        $result = Export-WinGetPackage -Id Demo.Needs -DownloadDirectory $offline
        $result.PSTypeNames[0] | Should -Be 'WinGetPy.DownloadResult'
        $result.Status | Should -Be 'Ok'
        $result.Succeeded() | Should -BeTrue
        $result.Version | Should -Be '1.0'
        $result.Files.Count | Should -Be 4
        Split-Path $result.Path -Leaf | Should -Be 'Demo.Needs_1.0_X64_Portable_en-US.zip'
        Test-Path $result.Manifest | Should -BeTrue
        @(Get-ChildItem (Join-Path $offline 'Dependencies')).Name | Should -Be @('Demo.Tool_1.1_X64_Portable_en-US.exe', 'Demo.Tool_1.1_X64_Portable_en-US.yaml')
        Get-WinGetPackage | Should -BeNullOrEmpty
        ($result | Out-String -Width 300) | Should -Match 'Id\s+Version\s+Status\s+ErrorCode\s+Path\s+ExtendedErrorCode\s+Source\s+Name'
    }

    It 'makes a source that is installed from where the first one is gone' {
        Remove-WinGetSource -Name demo
        Rename-Item $script:SourceFolder "$script:SourceFolder-gone"
        Add-WinGetSource -Name offline -Argument $offline
        (Install-WinGetPackage -Id Demo.Needs).Status | Should -Be 'Ok'
        @((Get-WinGetPackage).Id) | Should -Be @('Demo.Needs', 'Demo.Tool')
        Rename-Item "$script:SourceFolder-gone" $script:SourceFolder
        Remove-WinGetSource -Name offline
        Add-WinGetSource -Name demo -Argument $script:SourceFolder
    }

    It 'takes packages from the pipeline, and goes on after one that is not there' {
        $folder = Join-Path $TestDrive 'piped'
        $results = Find-WinGetPackage -Id Demo.Other, Demo.Tool | Export-WinGetPackage -DownloadDirectory $folder
        @($results.Id) | Should -Be @('Demo.Other', 'Demo.Tool')
        $results = 'No.Such', 'Demo.Other' | Export-WinGetPackage -DownloadDirectory $folder -ErrorVariable failed -ErrorAction SilentlyContinue
        @($results.Id) | Should -Be 'Demo.Other'
        $failed[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.NoApplicationsFound,Export-WinGetPackage'
    }

    It 'writes the result of a package that fails, and then its error' {
        Add-TestPackage Demo.Wrong 1.0 -Sha256 ('0' * 64)
        Update-WinGetSource
        $result = Export-WinGetPackage -Id Demo.Wrong -DownloadDirectory $offline -ErrorVariable failed -ErrorAction SilentlyContinue
        $result.Status | Should -Be 'DownloadError'
        $result.ErrorCode | Should -Be '0x8A150011'
        $failed[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.InstallerHashMismatch,Export-WinGetPackage'
    }

    It 'takes a folder relative to the location' {
        Push-Location $TestDrive
        try { $result = Export-WinGetPackage -Id Demo.Tool -DownloadDirectory here } finally { Pop-Location }
        Split-Path $result.Path -Parent | Should -Be (Join-Path $TestDrive 'here')
    }

    It 'has the alias of the reference' {
        (Get-Alias ewgp).ResolvedCommandName | Should -Be 'Export-WinGetPackage'
    }
}
