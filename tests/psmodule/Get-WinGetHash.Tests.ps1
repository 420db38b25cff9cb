#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox -WithoutSource
    $file = Join-Path $TestDrive setup.exe
    [IO.File]::WriteAllText($file, 'an installer')
    $other = Join-Path $TestDrive other.exe
    [IO.File]::WriteAllText($other, 'another')
    $package = Join-Path $TestDrive app.msix
    Add-Type -AssemblyName System.IO.Compression, System.IO.Compression.FileSystem
    $zip = [IO.Compression.ZipFile]::Open($package, 'Create')
    foreach ($part in 'AppxManifest.xml', 'AppxBlockMap.xml', 'AppxSignature.p7x') {
        $stream = $zip.CreateEntry($part).Open()
        $bytes = [Text.Encoding]::ASCII.GetBytes("PKCX $part")
        $stream.Write($bytes, 0, $bytes.Length)
        $stream.Dispose()
    }
    $zip.Dispose()
}

Describe 'Get-WinGetHash' {
    It 'emits the hash that a manifest names' {
        $hash = Get-WinGetHash $file
        $hash.PSTypeNames[0] | Should -Be 'WinGetPy.InstallerHash'
        $hash.PSObject.Properties.Name | Should -Be @('Path', 'Sha256', 'SignatureSha256')
        $hash.Sha256 | Should -BeExactly (Get-FileHash -LiteralPath $file).Hash
        $hash.Path | Should -Be $file
        $hash.SignatureSha256 | Should -BeNullOrEmpty
    }

    It 'takes files through the pipeline, and wildcards' {
        @(Get-ChildItem (Join-Path $TestDrive *.exe) | Get-WinGetHash).Path | Sort-Object | Should -Be @($other, $file)
        @(Get-WinGetHash (Join-Path $TestDrive *.exe)).Count | Should -Be 2
        ($file | Get-WinGetHash | Get-WinGetHash).Path | Should -Be $file
    }

    It 'hashes the signature within a package' {
        (Get-WinGetHash $package -Msix).SignatureSha256 | Should -MatchExactly '^[0-9A-F]{64}$'
        (Get-WinGetHash $package).SignatureSha256 | Should -BeNullOrEmpty
    }

    It 'has the hash of a file that is no package, and an error' {
        $hash = Get-WinGetHash $file -Msix -ErrorAction SilentlyContinue -ErrorVariable none
        $hash.Sha256 | Should -BeExactly (Get-FileHash -LiteralPath $file).Hash
        $none[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.MsixNotAPackage,Get-WinGetHash'
    }

    It 'goes on after a file that is not there' {
        $hashes = @((Join-Path $TestDrive none.exe), $file | Get-WinGetHash -ErrorAction SilentlyContinue -ErrorVariable gone)
        $hashes.Path | Should -Be $file
        $gone[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.FileNotFound,Get-WinGetHash'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
