#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox -WithoutSource
    $folder = Join-Path $TestDrive 'my [manifests]'
    $null = New-Item -ItemType Directory $folder
    $good = @"
PackageIdentifier: Contoso.Tool
PackageVersion: 1.10
PackageLocale: en-US
Publisher: Contoso
PackageName: Tool
License: MIT
ShortDescription: A tool
Installers:
- Architecture: x64
  InstallerType: msi
  InstallerUrl: https://example.org/tool.msi
  InstallerSha256: $('A' * 64)
ManifestType: singleton
ManifestVersion: 1.6.0

"@
    $write = { param($name, $text) $path = Join-Path $folder $name; [IO.File]::WriteAllText($path, $text); $path }
    $goodFile = & $write good.yaml $good
    $badFile = & $write bad.yaml ($good -replace 'x64', 'z80' -replace 'License: MIT', 'Licence: MIT')
    $oddFile = & $write odd.yaml ($good -replace '1\.6\.0', '1.10.0')
}

Describe 'Test-WinGetManifest' {
    It 'emits one report a manifest, with errors and warnings apart' {
        $report = Test-WinGetManifest $badFile
        $report.PSTypeNames[0] | Should -Be 'WinGetPy.ManifestReport'
        $report.PSObject.Properties.Name | Should -Be @('Path', 'Result', 'PackageIdentifier', 'PackageVersion', 'ManifestVersion', 'Files', 'Errors', 'Warnings', 'Omitted')
        $report.Result | Should -Be 'Invalid'
        $report.Succeeded() | Should -BeFalse
        $report.PackageVersion | Should -BeExactly '1.10'
        $field = $report.Errors | Where-Object Field -EQ 'Installers[0].Architecture' | Where-Object Id -EQ SchemaError
        $field.PSTypeNames[0] | Should -Be 'WinGetPy.ManifestFinding'
        $field.Value, $field.Line, $field.Column, $field.Code | Should -Be @('z80', 9, 3, '0x8A150029')
        $field.File | Should -Be $badFile
        $report.Errors.Field | Should -Contain 'License'
        $report.Warnings.Id | Should -Be 'FieldUnknown'
    }

    It 'writes no error for a manifest that is invalid' {
        Test-WinGetManifest $badFile -ErrorAction Stop | Should -Not -BeNullOrEmpty
    }

    It 'takes files, paths and folders, and its own reports' {
        (Get-Item -LiteralPath $goodFile | Test-WinGetManifest).Result | Should -Be 'Valid'
        ($goodFile | Test-WinGetManifest).Succeeded() | Should -BeTrue
        @(Test-WinGetManifest $folder).Count | Should -Be 3
        (Test-WinGetManifest $badFile | Test-WinGetManifest).Path | Should -Be $badFile
        @($goodFile, $badFile | Test-WinGetManifest).Result | Should -Be @('Valid', 'Invalid')
    }

    It 'expands wildcards in the folder the caller is in' {
        Push-Location -LiteralPath $folder
        try {
            @(Test-WinGetManifest *d.yaml).Count | Should -Be 3
            Test-WinGetManifest no*.yaml -ErrorAction SilentlyContinue -ErrorVariable none | Should -BeNullOrEmpty
            $none[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.InvalidInput,Test-WinGetManifest'
            (Test-WinGetManifest ./good.yaml).Result | Should -Be 'Valid'
        } finally { Pop-Location }
    }

    It 'makes errors of warnings where that is asked for' {
        (Test-WinGetManifest $oddFile).Result | Should -Be 'ValidWithWarnings'
        $strict = Test-WinGetManifest $oddFile -ErrorOn SchemaHeader, NetworkAddress
        $strict.Result, $strict.Errors.Id | Should -Be @('Invalid', 'SchemaHeaderNotFound')
    }

    It 'goes on after a path that is not there, with an error that names it' {
        $reports = @((Join-Path $TestDrive nowhere.yaml), $goodFile | Test-WinGetManifest -ErrorAction SilentlyContinue -ErrorVariable gone)
        $reports.Result | Should -Be 'Valid'
        $gone[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.FileNotFound,Test-WinGetManifest'
        $gone[0].TargetObject | Should -Match 'nowhere'
    }

    It 'refuses what is no path' {
        { [pscustomobject]@{ Foo = 1 } | Test-WinGetManifest -ErrorAction Stop } | Should -Throw
        { @{ Foo = 1 } | Test-WinGetManifest -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.InvalidInput,Test-WinGetManifest'
    }

    It 'ends where the pipeline behind it has enough' {
        @(Test-WinGetManifest $folder | Select-Object -First 1).Count | Should -Be 1
        $seen = @(foreach ($once in 1) { $goodFile, $badFile | Test-WinGetManifest | ForEach-Object { $_.Result; break } })
        $seen | Should -Be 'Valid'
    }

    It 'is shown as a table' {
        Test-WinGetManifest $goodFile | Out-String -Width 200 | Should -Match 'Result\s+Errors\s+Warnings\s+PackageIdentifier\s+PackageVersion\s+Path'
        (Test-WinGetManifest $badFile).Errors | Out-String -Width 250 | Should -Match 'Line\s+Column\s+Id\s+Field\s+Value\s+Message'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
