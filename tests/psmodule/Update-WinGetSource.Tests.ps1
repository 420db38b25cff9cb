#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox -WithoutSource
    Add-TestPackage Demo.Hello 1.0
}

Describe 'Update-WinGetSource' {
    BeforeAll { Add-WinGetSource -Name one -Argument $SourceFolder }

    It 'reads what is new, and emits nothing unless -PassThru' {
        Add-TestPackage Demo.New 1.0
        Update-WinGetSource | Should -BeNullOrEmpty
        (Find-WinGetPackage -Id Demo.New).Id | Should -Be 'Demo.New'
    }

    It 'says with -PassThru what it read and which manifests are broken' {
        Set-Content (Join-Path $SourceFolder 'broken.yaml') "PackageIdentifier: [this is`n no manifest"
        $update = Update-WinGetSource -Name one -PassThru
        $update.PSTypeNames[0] | Should -Be 'WinGetPy.SourceUpdate'
        $update.Name | Should -Be 'one'
        $update.Changed | Should -BeTrue
        $update.Packages | Should -Be 2
        @($update.Broken)[0].Path | Should -Match 'broken.yaml'
        ($update | Out-String -Width 200) | Should -Match 'Name\s+Changed\s+Files'
        Remove-Item (Join-Path $SourceFolder 'broken.yaml')
        (Update-WinGetSource -PassThru).Changed | Should -BeTrue
        (Update-WinGetSource -PassThru).Changed | Should -BeFalse
    }

    It 'has an error for a name that is not there' {
        { Update-WinGetSource -Name nowhere -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.SourceNameDoesNotExist,Update-WinGetSource'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
