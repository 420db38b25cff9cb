#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox -WithoutSource
    Add-TestPackage Demo.Hello 1.0
}

Describe 'Get-WinGetVersion' {
    It 'is v and the engine''s version' {
        $version = Get-WinGetVersion
        $version | Should -Match '^v\d+\.\d+'
        $init = Get-Content (Join-Path $Repository 'engine/wingetpy/__init__.py') -Raw
        $init | Should -Match ([regex]::Escape("`"$($version.Substring(1))`""))
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
