#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox -WithoutSource
    Add-TestPackage Demo.Hello 1.0
}

Describe 'Reset-WinGetSource' {
    It 'removes one source, or all, and emits them with -PassThru' {
        Add-WinGetSource -Name one -Argument $SourceFolder
        Reset-WinGetSource -All -WhatIf
        @(Get-WinGetSource).Count | Should -Be 1
        Reset-WinGetSource -Name one | Should -BeNullOrEmpty
        Get-WinGetSource | Should -BeNullOrEmpty
        Add-WinGetSource -Name two -Argument $SourceFolder
        (Reset-WinGetSource -All -PassThru).Name | Should -Be 'two'
        (Get-WinGetSource).Name | Should -Be @('msstore', 'winget', 'winget-font')
        (Get-WinGetSource).Origin | Should -Be @('Default', 'Default', 'Default')
    }

    It 'brings a source of winget back as it was' {
        Set-WinGetSource winget-font -Explicit $false
        Remove-WinGetSource winget
        (Get-WinGetSource).Name | Should -Be @('winget-font', 'msstore')
        'winget', 'winget-font' | Reset-WinGetSource
        (Get-WinGetSource winget-font).Explicit | Should -BeTrue
        (Get-WinGetSource).Name | Should -Be @('msstore', 'winget', 'winget-font')
        (Get-WinGetSource winget).TrustLevel | Should -Be 'Trusted|StoreOrigin'
    }

    It 'has an error for a name that is not there' {
        { Reset-WinGetSource -Name nowhere -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.SourceNameDoesNotExist,Reset-WinGetSource'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
