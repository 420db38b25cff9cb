#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox
    $file = Join-Path $TestDrive 'machine.dsc.yaml'
    Set-Content $file @'
properties:
  configurationVersion: 0.2.0
  resources:
  - resource: Microsoft.WinGet.DSC/WinGetPackage
    id: hello
    settings: {id: Demo.Hello, version: 1.0}
  - resource: WinGetUserSettings
    id: preferences
    dependsOn: [hello]
    settings: {Action: Partial, Settings: {visual: {progressBar: retro}}}
'@
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }

Describe 'Configuration files' {
    It 'are tested value by value, shown, applied, and applied again without a change' {
        $tested = Test-WinGetConfiguration $file
        $tested.PSTypeNames | Should -Contain 'WinGetPy.ConfigurationResult'
        $tested.TestResult, $tested.Succeeded(), $tested.Path | Should -Be 'Negative', $false, $file
        $tested.UnitResults.Id | Should -Be 'hello', 'preferences'
        $tested.UnitResults[1].Drift[0].Property, $tested.UnitResults[1].Drift[0].Wanted | Should -Be 'settings.visual', '{"progressBar":"retro"}'

        $shown = Invoke-WinGetConfiguration $file -WhatIf
        $shown.UnitResults[0].Done | Should -Be 'Install Demo.Hello 1.0 (user, portable)'
        Get-WinGetPackage -Id Demo.Hello | Should -BeNullOrEmpty

        $applied = Get-Item $file | Invoke-WinGetConfiguration
        $applied.TestResult, $applied.Changed, $applied.Failed | Should -Be 'Positive', 2, 0
        (Get-WinGetPackage -Id Demo.Hello).InstalledVersion | Should -Be '1.0'
        (Invoke-WinGetConfiguration -File $file).Changed | Should -Be 0
        (Test-WinGetConfiguration $file).TestResult | Should -Be 'Positive'
    }

    It 'report a unit that fails as an error, and one that is not handled as a warning' {
        $other = Join-Path $TestDrive 'other.dsc.yaml'
        Set-Content $other "properties:`n  configurationVersion: 0.2.0`n  resources:`n  - {resource: WinGetPackage, id: none, settings: {id: No.Such}}`n  - {resource: Other/Thing, id: other}"
        $result = Invoke-WinGetConfiguration $other -ErrorAction SilentlyContinue -ErrorVariable failed -WarningAction SilentlyContinue -WarningVariable warned
        $result.UnitResults.State | Should -Be 'Failed', 'Skipped'
        $failed.Count | Should -Be 1
        $failed[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.NoApplicationsFound,Invoke-WinGetConfiguration'
        "$($warned[0])" | Should -Match 'Other/Thing \[other\] is not handled'
        $null = Invoke-WinGetConfiguration $other -WhatIf -ErrorAction SilentlyContinue -ErrorVariable failed -WarningAction SilentlyContinue
        $failed.FullyQualifiedErrorId | Should -Be 'WinGetPy.NoApplicationsFound,Invoke-WinGetConfiguration' -Because 'a preview says the same'
    }

    It 'that cannot be read are one error' {
        Set-Content (Join-Path $TestDrive 'bad.dsc.yaml') 'properties: ['
        Test-WinGetConfiguration (Join-Path $TestDrive 'bad.dsc.yaml') -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.ConfigErrorInvalidYaml,Test-WinGetConfiguration'
    }
}

Describe 'DSC classes' {
    BeforeDiscovery {
        $resources = 'WinGetPackage', 'WinGetPackageList', 'WinGetSource', 'WinGetPin', 'WinGetUserSettings', 'WinGetAdminSettings' | ForEach-Object { @{ Name = $_ } }
    }

    It '<Name> lies in the module''s own file, is exported, and has a key and the three methods' -ForEach $resources {
        $root = (Get-ModulePath) -replace '\.psd1$', '.psm1'
        $tree = [Management.Automation.Language.Parser]::ParseFile($root, [ref]$null, [ref]$null)
        $class = $tree.Find({ param($node) $node -is [Management.Automation.Language.TypeDefinitionAst] -and $node.Name -eq $Name }, $true)
        $class.Attributes.TypeName.Name | Should -Contain 'DscResource'
        @($class.Members | Where-Object { $_ -is [Management.Automation.Language.PropertyMemberAst] -and $_.Attributes.NamedArguments.ArgumentName -contains 'Key' }).Count | Should -Be 1
        (Import-PowerShellDataFile (Get-ModulePath)).DscResourcesToExport | Should -Contain $Name
        foreach ($method in 'Get', 'Test', 'Set') { $class.Members.Name | Should -Contain $method }
    }

    It 'WinGetPackage installs, goes back to an older version, is in the desired state, and removes' {
        InModuleScope WinGetPy {
            $package = New-Object WinGetPackage -Property @{ Id = 'Demo.Tool'; Version = '1.1'; PinType = 'gating'; PinVersion = '1.*' }
            $package.Test() | Should -BeFalse
            $package.Get().Ensure | Should -Be 'Absent'
            $package.Set()
            $package.Test() | Should -BeTrue
            $now = $package.Get()
            $now.Ensure, $now.Version, $now.Source, $now.UseLatest, $now.PinType, $now.PinVersion | Should -Be 'Present', '1.1', 'demo', $true, 'gating', '1.*'
            $older = New-Object WinGetPackage -Property @{ Id = 'Demo.Tool'; VersionRange = '<1.1' }
            $older.Set()
            $older.Get().Version | Should -Be '1.0'
            $older.Test() | Should -BeTrue
            $gone = New-Object WinGetPackage -Property @{ Id = 'Demo.Tool'; Ensure = 'Absent' }
            $gone.Set()
            $gone.Test() | Should -BeTrue
        }
    }

    It 'WinGetPackageList, WinGetSource, WinGetPin and the settings are set once' {
        InModuleScope WinGetPy -Parameters @{ Folder = $script:SourceFolder } {
            $list = New-Object WinGetPackageList -Property @{ Name = 'all'; Packages = @(New-Object WinGetListedPackage -Property @{ Id = 'Demo.Other' }) }
            $source = New-Object WinGetSource -Property @{ Name = 'demo'; Argument = $Folder; Priority = 4 }
            $pin = New-Object WinGetPin -Property @{ Id = 'Demo.Other'; Type = 'blocking' }
            $user = New-Object WinGetUserSettings -Property @{ SID = ''; Settings = @{ visual = @{ progressBar = 'accent' } } }
            $admin = New-Object WinGetAdminSettings -Property @{ SID = ''; Settings = @{ ProxyCommandLineOptions = $true } }
            foreach ($one in $list, $source, $pin, $user, $admin) {
                $one.Test() | Should -BeFalse
                $one.Set()
                $one.Test() | Should -BeTrue
                $one.Get() | Should -BeOfType $one.GetType()
            }
            $list.Get().Packages[0].Version | Should -Be '3.0'
            $source.Get().Priority | Should -Be 4
            $pin.Get().Type | Should -Be 'blocking'
            $user.Get().Settings.visual.progressBar | Should -Be 'accent'
            $admin.Get().Settings.ProxyCommandLineOptions | Should -BeTrue
        }
    }

    It 'say what is wrong as an error that ends the method' {
        InModuleScope WinGetPy {
            $package = New-Object WinGetPackage -Property @{ Id = 'No.Such' }
            { $package.Set() } | Should -Throw -ErrorId 'WinGetPy.NoApplicationsFound,Invoke-DesiredState'
            { (New-Object WinGetPackage -Property @{ Id = 'A'; Version = '1'; VersionRange = '2' }).Test() } | Should -Throw '*versionRange*'
        }
    }
}
