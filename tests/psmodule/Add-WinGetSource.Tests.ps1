#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox -WithoutSource
    Add-TestPackage Demo.Hello 1.0
}

Describe 'Add-WinGetSource' {
    It 'adds a folder, and emits nothing unless -PassThru' {
        Add-WinGetSource -Name one -Argument $SourceFolder | Should -BeNullOrEmpty
        (Get-WinGetSource).Name | Should -Be 'one'
        Remove-WinGetSource -Name one
        $source = Add-WinGetSource -Name one -Argument $SourceFolder -PassThru
        $source.PSTypeNames[0] | Should -Be 'WinGetPy.Source'
        $source.Type | Should -Be 'WinGetPy.Folder'
        $source.Argument | Should -Be $SourceFolder
        (Find-WinGetPackage -Source one).Id | Should -Be 'Demo.Hello'
    }

    It 'makes a relative path absolute' {
        Remove-WinGetSource -Name one -ErrorAction Ignore
        Push-Location (Split-Path $SourceFolder -Parent)
        try { (Add-WinGetSource near source -PassThru).Argument | Should -Be $SourceFolder } finally { Pop-Location }
        Remove-WinGetSource -Name near
    }

    It 'adds nothing with -WhatIf' {
        Add-WinGetSource -Name two -Argument $SourceFolder -WhatIf
        Get-WinGetSource | Where-Object Name -EQ two | Should -BeNullOrEmpty
    }

    It 'has an error for a name that is taken, a folder that is not there and a type that is none' {
        Add-WinGetSource -Name taken -Argument $SourceFolder
        { Add-WinGetSource -Name taken -Argument $TestDrive -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.SourceNameAlreadyExists,Add-WinGetSource'
        { Add-WinGetSource -Name gone -Argument (Join-Path $TestDrive gone) -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.*,Add-WinGetSource'
        { Add-WinGetSource -Name x -Argument $TestDrive -Type Nonsense -ErrorAction Stop } | Should -Throw -ErrorId 'ParameterArgumentValidationError,Add-WinGetSource'
        @((Get-WinGetSource).Name) | Should -Be 'taken'
        Remove-WinGetSource taken
    }

    It 'takes its parameters from a file' {
        Set-Content "$TestDrive/s.csv" "Name,Argument,Type,TrustLevel,Explicit,Priority`nfiled,$SourceFolder,,,True,"
        $source = Import-Csv "$TestDrive/s.csv" | Add-WinGetSource -PassThru
        $source.Explicit | Should -BeTrue
        Remove-WinGetSource filed
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
