#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
}

Describe 'Get-WinGetInstalledStatus' {
    BeforeAll {
        Use-Sandbox
        $hash = (Get-FileHash -InputStream ([IO.MemoryStream]::new([Text.Encoding]::UTF8.GetBytes('Demo.Checked 1.0'))) -Algorithm SHA256).Hash
        Add-TestPackage Demo.Checked 1.0 -More "InstallationMetadata:`n  DefaultInstallLocation: 'C:\Nowhere\Checked'`n  Files:`n  - RelativeFilePath: checked.exe`n    FileSha256: $hash`n"
        Update-WinGetSource
        Install-WinGetPackage -Id Demo.Checked | Out-Null
        Install-WinGetPackage -Id Demo.Hello -Version 1.0 | Out-Null
        $script:Program = @(Get-ChildItem $env:WINGETPY_ROOT -Recurse -Filter checked.exe | Where-Object { -not $_.LinkType })[0].FullName
    }

    It 'is Ok where the files are those of the manifest' {
        $status = Get-WinGetInstalledStatus Demo.Checked
        $status.PSTypeNames[0] | Should -Be 'WinGetPy.InstalledStatus'
        $status.Status | Should -Be 'Ok'
        $status.InstalledVersion | Should -Be '1.0'
        $status.Checks.Type | Should -Be @('AppsAndFeaturesEntry', 'AppsAndFeaturesEntryInstallLocation', 'AppsAndFeaturesEntryInstallLocationFile', 'DefaultInstallLocation')
        $status.Checks.Status | Should -Be @('0x00000000', '0x00000000', '0x00000000', '0x8A150203')
    }

    It 'takes what is piped, one object a package' {
        @((Get-WinGetPackage | Get-WinGetInstalledStatus).Id | Sort-Object) | Should -Be @('Demo.Checked', 'Demo.Hello')
        @('Demo.Checked', 'demo.hello' | Get-WinGetInstalledStatus).Status | Should -Be @('Ok', 'Ok')
        (Find-WinGetPackage -Id Demo.Tool | Get-WinGetInstalledStatus).Status | Should -Be 'NotInstalled'
    }

    It 'names the file that was changed, and the one that is gone' {
        $before = [IO.File]::ReadAllBytes($script:Program)
        try {
            [IO.File]::WriteAllText($script:Program, 'patched')
            $status = Get-WinGetInstalledStatus -Id Demo.Checked
            $status.Status | Should -Be 'FileHashMismatch'
            ($status | Out-String -Width 300) | Should -Match 'FileHashMismatch.*checked\.exe'
            (Get-WinGetPackage -Id Demo.Checked).CheckInstalledStatus() | Should -Be 'FileHashMismatch'
            Remove-Item $script:Program
            @((Get-WinGetInstalledStatus -Id Demo.Checked).Checks | Where-Object Symbol -EQ 'FileNotFound').Status | Should -Be '0x8A150205'
        } finally {
            [IO.File]::WriteAllBytes($script:Program, $before)
        }
    }

    It 'keeps its checks through Clixml and binds to the next command' {
        $file = Join-Path $TestDrive 'status.xml'
        Get-WinGetInstalledStatus -Id Demo.Checked | Export-Clixml $file
        $again = Import-Clixml $file
        $again.Checks[0].Symbol | Should -Be 'Ok'
        ($again | Get-WinGetPackage).Id | Should -Be 'Demo.Checked'
        ($again | Uninstall-WinGetPackage -WhatIf).Id | Should -Be 'Demo.Checked'
    }

    It 'has an error for a package that nobody has, and for none at all' {
        Get-WinGetInstalledStatus -Id No.Such -ErrorAction SilentlyContinue -ErrorVariable caught | Should -BeNullOrEmpty
        $caught[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.NoApplicationsFound,Get-WinGetInstalledStatus'
        { Get-WinGetInstalledStatus } | Should -Throw -ErrorId 'WinGetPy.NoCriteria,Get-WinGetInstalledStatus'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
