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

Describe 'The user settings' {
    BeforeAll { $file = (Get-WinGetSetting).userSettingsFile }

    It 'are an empty table without a file' {
        $settings = Get-WinGetUserSetting
        $settings | Should -BeOfType ([hashtable])
        $settings.Count | Should -Be 0
    }

    It 'are written whole, and read with comments' {
        $written = Set-WinGetUserSetting -UserSettings @{ source = @{ autoUpdateIntervalInMinutes = 9 }; installBehavior = @{ preferences = @{ architectures = @('x64') } } }
        $written.source.autoUpdateIntervalInMinutes | Should -Be 9
        $written.'$schema' | Should -BeLike 'https://*'
        (Get-WinGetPolicy SourceAutoUpdateInterval).Effective | Should -Be '9'
        Set-Content $file "// mine`n{ `"source`": { `"autoUpdateIntervalInMinutes`": 11, }, }"
        (Get-WinGetUserSetting).source.autoUpdateIntervalInMinutes | Should -Be 11
    }

    It 'take values of JSON only' {
        { Set-WinGetUserSetting -UserSettings @{ visual = @{ progressBar = { 1 } } } } | Should -Throw '*visual.progressBar cannot be a ScriptBlock*'
        { Test-WinGetUserSetting -UserSettings @{ source = Get-Process -Id $PID } } | Should -Throw '*source cannot be a Process*'
    }

    It 'are merged: members, and what lists lack' {
        $null = Set-WinGetUserSetting -UserSettings @{ source = @{ autoUpdateIntervalInMinutes = 9 }; installBehavior = @{ preferences = @{ architectures = @('x64') } } }
        $merged = Set-WinGetUserSetting -Merge -UserSettings @{ logging = @{ level = 'warning' }; installBehavior = @{ preferences = @{ architectures = @('x64', 'arm64') } }; source = $null }
        $merged.source.autoUpdateIntervalInMinutes, $merged.logging.level | Should -Be @(9, 'warning')
        $merged.installBehavior.preferences.architectures | Should -Be @('x64', 'arm64')
        (Get-Content "$file.backup" -Raw) | Should -Not -Match 'logging'
    }

    It 'are compared, whole or only what is named' {
        $null = swgus -UserSettings @{ source = @{ autoUpdateIntervalInMinutes = 9 }; installBehavior = @{ preferences = @{ architectures = @('x64', 'arm64') } } }
        Test-WinGetUserSetting -UserSettings @{ source = @{ autoUpdateIntervalInMinutes = 9 } } | Should -BeFalse
        Test-WinGetUserSetting -UserSettings @{ source = @{ autoUpdateIntervalInMinutes = 9 } } -IgnoreNotSet | Should -BeTrue
        Test-WinGetUserSetting -UserSettings @{ installBehavior = @{ preferences = @{ architectures = @('arm64') } } } -IgnoreNotSet | Should -BeTrue
        Test-WinGetUserSetting -UserSettings (Get-WinGetUserSetting) | Should -BeTrue
        $said = Test-WinGetUserSetting -UserSettings @{ source = @{ autoUpdateIntervalInMinutes = 10 } } -IgnoreNotSet -Verbose 4>&1
        "$said" | Should -Match 'source\.autoUpdateIntervalInMinutes differs.*False'
    }

    It 'write nothing with -WhatIf, and warn of a value that is not used' {
        $before = Get-Content $file -Raw
        Set-WinGetUserSetting -UserSettings @{} -WhatIf | Should -BeNullOrEmpty
        Get-Content $file -Raw | Should -Be $before
        $null = Set-WinGetUserSetting -UserSettings @{ logging = @{ level = 'loud' } } -WarningVariable warned -WarningAction SilentlyContinue
        "$warned" | Should -Match 'logging.level must be'
    }

    It 'that are broken are an error, equal nothing, and are replaced; what was before them holds until then' {
        $null = Set-WinGetUserSetting -UserSettings @{ source = @{ autoUpdateIntervalInMinutes = 21 } }
        $null = Set-WinGetUserSetting -UserSettings @{ source = @{ autoUpdateIntervalInMinutes = 22 } }
        Set-Content $file '{ broken'
        { Get-WinGetUserSetting -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.JsonInvalidFile,Get-WinGetUserSetting'
        { Set-WinGetUserSetting -UserSettings @{} -Merge -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.JsonInvalidFile,Set-WinGetUserSetting'
        Test-WinGetUserSetting -UserSettings @{ source = @{} } -IgnoreNotSet -WarningAction SilentlyContinue | Should -BeFalse
        (Get-WinGetPolicy SourceAutoUpdateInterval).Effective | Should -Be '21'
        $null = Set-WinGetUserSetting -UserSettings @{ source = @{ autoUpdateIntervalInMinutes = 23 } }
        (Get-WinGetPolicy SourceAutoUpdateInterval).Effective | Should -Be '23'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
