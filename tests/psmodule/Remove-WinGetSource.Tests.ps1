#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox -WithoutSource
    Add-TestPackage Demo.Hello 1.0
}

Describe 'Remove-WinGetSource' {
    It 'removes a source, by name or from the pipeline, and nothing with -WhatIf' {
        Add-WinGetSource -Name one -Argument $SourceFolder
        Remove-WinGetSource -Name one -WhatIf
        @(Get-WinGetSource).Count | Should -Be 1
        Remove-WinGetSource one | Should -BeNullOrEmpty
        Get-WinGetSource | Should -BeNullOrEmpty
        Add-WinGetSource -Name one -Argument $SourceFolder
        Get-WinGetSource | Remove-WinGetSource
        Get-WinGetSource | Should -BeNullOrEmpty
    }

    It 'has an error for a name that is not there' {
        { Remove-WinGetSource -Name nowhere -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.SourceNameDoesNotExist,Remove-WinGetSource'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
