#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    $manifest = Test-ModuleManifest (Get-ModulePath)
    $folder = Split-Path (Get-ModulePath) -Parent
}

Describe 'The manifest' {
    It 'is for Windows PowerShell 5.1 and PowerShell 7' {
        $manifest.PowerShellVersion | Should -Be '5.1'
        $manifest.CompatiblePSEditions | Should -Be @('Desktop', 'Core')
    }

    It 'exports exactly the public commands, by name' {
        $names = @(
            'Add-WinGetMsixPackage'
            'Add-WinGetPin'
            'Add-WinGetSource'
            'Assert-WinGetPackageManager'
            'Disable-WinGetSetting'
            'Enable-WinGetSetting'
            'Export-WinGetPackage'
            'Export-WinGetPackageList'
            'Find-WinGetPackage'
            'Get-WinGetError'
            'Get-WinGetHash'
            'Get-WinGetHistory'
            'Get-WinGetInstalledStatus'
            'Get-WinGetMsixPackage'
            'Get-WinGetMsixVolume'
            'Get-WinGetPackage'
            'Get-WinGetPackageInfo'
            'Get-WinGetPin'
            'Get-WinGetPlan'
            'Get-WinGetPolicy'
            'Get-WinGetSetting'
            'Get-WinGetSource'
            'Get-WinGetUserSetting'
            'Get-WinGetVersion'
            'Import-WinGetPackageList'
            'Install-WinGetPackage'
            'Invoke-WinGetConfiguration'
            'Invoke-WinGetMsixDeployment'
            'New-WinGetManifest'
            'Remove-WinGetMsixPackage'
            'Remove-WinGetPin'
            'Remove-WinGetSource'
            'Repair-WinGetMsixPackage'
            'Repair-WinGetMsixVolume'
            'Repair-WinGetPackage'
            'Repair-WinGetPackageManager'
            'Reset-WinGetMsixPackage'
            'Reset-WinGetPin'
            'Reset-WinGetSource'
            'Set-WinGetSource'
            'Set-WinGetUserSetting'
            'Test-WinGetConfiguration'
            'Test-WinGetManifest'
            'Test-WinGetMsixPackage'
            'Test-WinGetMsixVolume'
            'Test-WinGetUserSetting'
            'Undo-WinGetPackage'
            'Uninstall-WinGetPackage'
            'Update-WinGetPackage'
            'Update-WinGetSource'
        )
        @($manifest.ExportedFunctions.Keys | Sort-Object) | Should -Be $names
        Get-Content (Get-ModulePath) -Raw | Should -Not -Match "ToExport\s*=\s*@?\(?\s*'\*'"
    }

    It 'gives the commands the reference''s aliases' {
        Import-TestModule
        $expected = @{
            ewgp  = 'Export-WinGetPackage'
            fdwgp = 'Find-WinGetPackage'; gwgp = 'Get-WinGetPackage'; iswgp = 'Install-WinGetPackage'; udwgp = 'Update-WinGetPackage'; uswgp = 'Uninstall-WinGetPackage'
            gwgso = 'Get-WinGetSource'; awgs = 'Add-WinGetSource'; rwgs = 'Remove-WinGetSource'; rswgs = 'Reset-WinGetSource'; gwgv = 'Get-WinGetVersion'
            gwgse = 'Get-WinGetSetting'; 'Get-WinGetSettings' = 'Get-WinGetSetting'; ewgs = 'Enable-WinGetSetting'; dwgs = 'Disable-WinGetSetting'
            gwgus = 'Get-WinGetUserSetting'; 'Get-WinGetUserSettings' = 'Get-WinGetUserSetting'; swgus = 'Set-WinGetUserSetting'; 'Set-WinGetUserSettings' = 'Set-WinGetUserSetting'
            iwgc = 'Invoke-WinGetConfiguration'; twgc = 'Test-WinGetConfiguration'
            twgus = 'Test-WinGetUserSetting'; 'Test-WinGetUserSettings' = 'Test-WinGetUserSetting'
            awgpm = 'Assert-WinGetPackageManager'; rpwgpm = 'Repair-WinGetPackageManager'
        }
        (Get-Module WinGetPy).ExportedAliases.Count | Should -Be $expected.Count
        foreach ($alias in $expected.Keys) { (Get-Module WinGetPy).ExportedAliases[$alias].Definition | Should -Be $expected[$alias] }
    }

    It 'exports no private function, and no variable' {
        Import-TestModule
        (Get-Module WinGetPy).ExportedCommands.Count | Should -Be ($manifest.ExportedFunctions.Count + $manifest.ExportedAliases.Count)
        (Get-Module WinGetPy).ExportedVariables.Count | Should -Be 0
    }

    It 'names one public function in each file of cmdlets' -Skip:([bool]$env:WINGETPY_TEST_MODULE) {
        @(Get-ChildItem (Join-Path $folder 'cmdlets') -Filter *.ps1 | ForEach-Object BaseName | Sort-Object) | Should -Be @($manifest.ExportedFunctions.Keys | Sort-Object)
    }

    It 'is pure ASCII in every file that PowerShell reads' {
        foreach ($file in Get-ChildItem $folder -Recurse -Include *.ps1, *.psm1, *.psd1, *.ps1xml | Where-Object FullName -NotMatch '[\\/]engine[\\/]') {
            @([IO.File]::ReadAllBytes($file.FullName) | Where-Object { $_ -gt 127 }).Count | Should -Be 0 -Because $file.Name
        }
    }

    It 'uses nothing that 5.1 does not know' {
        # What the analyzer's compatibility rules do not see.
        foreach ($file in Get-ChildItem $folder -Recurse -Include *.ps1, *.psm1 | Where-Object FullName -NotMatch '[\\/]engine[\\/]') {
            $tokens = $null
            [Management.Automation.Language.Parser]::ParseFile($file.FullName, [ref]$tokens, [ref]$null) | Out-Null
            $text = ($tokens | Where-Object Kind -NE 'Comment' | ForEach-Object Text) -join ' '
            $text | Should -Not -Match '\$IsWindows|\$IsLinux|ArgumentList\.Add|AsHashtable|\[Console\]|\[System\.Console\]|\bclean \{|\?\?|-Parallel|&&|\|\|' -Because $file.Name
        }
    }
}
