#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox -WithoutSource
    $null = Get-WinGetVersion   # the machine is there before Pester notes what is in its drive
}

Describe 'Get-WinGetSetting' {
    It 'emits the table that winget settings export prints' {
        $table = Get-WinGetSetting
        $table | Should -BeOfType ([hashtable])
        $table.'$schema' | Should -BeLike 'https://*'
        $table.adminSettings | Should -BeOfType ([hashtable])
        $table.adminSettings.LocalManifestFiles | Should -BeFalse
        $table.userSettingsFile | Should -BeLike '*settings.json'
        (gwgse).userSettingsFile | Should -Be $table.userSettingsFile
        (Get-WinGetSettings).userSettingsFile | Should -Be $table.userSettingsFile
    }

    It 'emits the line itself' {
        $text = Get-WinGetSetting -AsPlainText
        $text | Should -BeOfType ([string])
        (ConvertFrom-Json $text).adminSettings.LocalManifestFiles | Should -BeFalse
    }
}

Describe 'Enable- and Disable-WinGetSetting' {
    It 'switch a setting, also from the pipeline, and emit nothing' {
        'LocalManifestFiles', 'InstallerHashOverride' | Enable-WinGetSetting | Should -BeNullOrEmpty
        $on = (Get-WinGetSetting).adminSettings
        $on.LocalManifestFiles, $on.InstallerHashOverride, $on.ProxyCommandLineOptions | Should -Be @($true, $true, $false)
        Disable-WinGetSetting LocalManifestFiles | Should -BeNullOrEmpty
        (Get-WinGetSetting).adminSettings.LocalManifestFiles | Should -BeFalse
    }

    It 'change nothing with -WhatIf' {
        Enable-WinGetSetting -Name ConfigurationProcessorPath -WhatIf
        (Get-WinGetSetting).adminSettings.ConfigurationProcessorPath | Should -BeFalse
    }

    It 'take the names of winget only' {
        { Enable-WinGetSetting -Name DefaultProxy } | Should -Throw -ErrorId 'ParameterArgumentValidationError,Enable-WinGetSetting'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
