#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
}

Describe 'Get-WinGetPackageInfo' {
    BeforeAll {
        Use-Sandbox
        Add-TestPackage Demo.Rich 1.0
        Add-TestPackage Demo.Rich 2.0 -Moniker rich -More @'
- Architecture: arm64
  InstallerUrl: https://example.org/arm64.zip
  InstallerSha256: 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF
- Architecture: x86
  InstallerUrl: https://user:hunter2@example.org/x86.zip
  InstallerSha256: 0123456789ABCDEF0123456789ABCDEF0123456789ABCDEF0123456789ABCDEE
  Scope: user
  Platform: [Windows.Desktop]
  MinimumOSVersion: 10.0.0.0
  Dependencies:
    WindowsFeatures: [netfx3]
PackageUrl: https://example.org
Tags:
- editor
- text
Agreements:
- AgreementLabel: Terms
  Agreement: Be kind.
Documentations:
- DocumentLabel: Manual
  DocumentUrl: https://example.org/manual
Icons:
- IconUrl: https://example.org/icon.png
  IconFileType: png
  IconResolution: 32x32
ReleaseNotes: New things

'@
        Add-TestPackage Demo.Arm 1.0
        Add-TestPackage Demo.Arm 2.0 -Kind portable
        $arm = Join-Path $SourceFolder 'Demo.Arm/2.0/Demo.Arm.yaml'
        [IO.File]::WriteAllText($arm, [IO.File]::ReadAllText($arm).Replace('Architecture: x64', 'Architecture: arm64'))
        Update-WinGetSource
    }

    It 'shows all that the manifest says' {
        $detail = Get-WinGetPackageInfo Demo.Rich
        $detail.PSTypeNames[0] | Should -Be 'WinGetPy.PackageDetail'
        $detail.Version | Should -Be '2.0'
        $detail.Source | Should -Be 'demo'
        $detail.Moniker | Should -Be 'rich'
        $detail.License | Should -Be 'MIT'
        $detail.PackageUrl | Should -Be 'https://example.org'
        $detail.Tags | Should -Be @('editor', 'text')
        $detail.AvailableVersions | Should -Be @('2.0', '1.0')
        $detail.Agreements[0].Text | Should -Be 'Be kind.'
        $detail.Documentations[0].Url | Should -Be 'https://example.org/manual'
        $detail.Icons[0].Resolution | Should -Be '32x32'
        $detail.ReleaseNotes | Should -Be 'New things'
        $detail.Language | Should -Be 'en-US'
        $detail.Error | Should -BeNullOrEmpty
    }

    It 'shows the installer that would be taken, and why' {
        $detail = Get-WinGetPackageInfo Demo.Rich
        $detail.Installer.Architecture | Should -Be 'x64'
        $detail.Installer.Fit | Should -Be 'Chosen'
        $detail.Installer.Reasons | Should -BeLike 'fits better than x86 portable in a zip, scope user by its *'
        @($detail.Installers.Architecture) | Should -Be @('x64', 'arm64', 'x86')
        @($detail.Installers.Fit) | Should -Be @('Chosen', 'Rejected', 'Fits')
        $detail.Installers[1].Reasons | Should -Match 'arm64'
        $detail.Installers[0].NestedInstallerFiles[0].PortableCommandAlias | Should -Be 'rich'
    }

    It 'heeds wishes, and shows no password' {
        $detail = Get-WinGetPackageInfo Demo.Rich -Architecture X86
        $detail.Installer.Platform | Should -Be 'Windows.Desktop'
        $detail.Installer.MinimumOSVersion | Should -Be '10.0.0.0'
        $detail.Dependencies[0].Id | Should -Be 'netfx3'
        $detail.Installer.Reasons | Should -Be 'is the only one that fits'
        ConvertTo-Json $detail -Depth 6 | Should -Not -Match 'hunter2'
    }

    It 'shows a version that is named, in any spelling' {
        (Get-WinGetPackageInfo -Id Demo.Rich -Version 1).Version | Should -Be '1.0'
        { Get-WinGetPackageInfo -Id Demo.Rich -Version 9 -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.NoManifestFound,Get-WinGetPackageInfo'
    }

    It 'says why no installer of the newest version fits, and which version an install takes' {
        $detail = Get-WinGetPackageInfo Demo.Arm
        $detail.Version | Should -Be '2.0'
        $detail.Installer | Should -BeNullOrEmpty
        $detail.Error.Code | Should -Be '0x8A150010'
        $detail.InstallableVersion | Should -Be '1.0'
        (Get-WinGetPackageInfo Demo.Arm -Version 2.0).InstallableVersion | Should -BeNullOrEmpty
        $detail | Out-String | Should -Match '0x8A150010'
    }

    It 'takes packages from the pipeline: found, installed, text, CSV' {
        (Find-WinGetPackage -Id Demo.Rich | Get-WinGetPackageInfo).Id | Should -Be 'Demo.Rich'
        (Find-WinGetPackage -Id Demo.Rich -Version 1.0 | Get-WinGetPackageInfo).Version | Should -Be '1.0'
        Install-WinGetPackage -Id Demo.Hello -Version 1.0 | Out-Null
        $installed = Get-WinGetPackage -Id Demo.Hello | Get-WinGetPackageInfo
        $installed.Id | Should -Be 'Demo.Hello'
        $installed.Version | Should -Be '2.0'
        @(('Demo.Tool', 'hello' | Get-WinGetPackageInfo).Id) | Should -Be @('Demo.Tool', 'Demo.Hello')
        Set-Content "$TestDrive/p.csv" "Id,Version,Scope`nDemo.Rich,1.0,"
        (Import-Csv "$TestDrive/p.csv" | Get-WinGetPackageInfo).Version | Should -Be '1.0'
        @((Get-WinGetPackageInfo -Id Demo.Tool, Demo.Rich).Id) | Should -Be @('Demo.Tool', 'Demo.Rich')
    }

    It 'goes on after a package that is not found, with what may have been meant' {
        $shown = 'no.such', 'Demo.Tool' | Get-WinGetPackageInfo -ErrorAction SilentlyContinue -ErrorVariable failed
        $shown.Id | Should -Be 'Demo.Tool'
        $failed[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.NoApplicationsFound,Get-WinGetPackageInfo'
        { Get-WinGetPackageInfo demotol -ErrorAction Stop } | Should -Throw -ExpectedMessage '*Did you mean Demo.Tool*'
        { Get-WinGetPackageInfo } | Should -Throw -ErrorId 'WinGetPy.NoCriteria,Get-WinGetPackageInfo'
        { Get-WinGetPackageInfo -Id 'Demo.*' -ErrorAction Stop } | Should -Throw -ExpectedMessage '*wildcards*'
    }

    It 'survives <Name>, and installs from there' -ForEach @(
        @{ Name = 'Clixml'; Through = { Get-WinGetPackageInfo Demo.Rich | Export-Clixml "$TestDrive/d.xml"; Import-Clixml "$TestDrive/d.xml" } }
        @{ Name = 'a job'; Through = {
                $module = Get-ModulePath
                Start-Job { Import-Module $using:module; Get-WinGetPackageInfo Demo.Rich } | Receive-Job -Wait -AutoRemoveJob
            }
        }
    ) {
        $detail = & $Through
        $detail.Installers.Count | Should -Be 3
        $detail.Installers[0].NestedInstallerFiles[0].RelativeFilePath | Should -Be 'rich.exe'
        $detail.Installers[2].Dependencies[0].Kind | Should -Be 'WindowsFeature'
        $detail.Agreements[0].Label | Should -Be 'Terms'
        @($detail.AvailableVersions) | Should -Be @('2.0', '1.0')
        $plan = $detail | Install-WinGetPackage -WhatIf -AcceptPackageAgreements
        $plan.Id | Should -Be 'Demo.Rich'
        $plan.ToVersion | Should -Be '2.0'
        $plan.Architecture | Should -Be 'x64'
    }

    It 'is a list of what there is' {
        $text = Get-WinGetPackageInfo Demo.Rich | Out-String -Width 200
        $text | Should -Match 'Package\s+: Demo\.Rich \[Demo\.Rich\]'
        $text | Should -Match 'Documentation\s+: Manual: https://example\.org/manual'
        $text | Should -Match 'Because\s+: it '
        $text | Should -Match 'Versions\s+: 2\.0, 1\.0'
        Get-WinGetPackageInfo Demo.Other | Out-String | Should -Not -Match 'Agreements'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
