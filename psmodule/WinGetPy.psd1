@{
    RootModule           = 'WinGetPy.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '6c0a4f0e-6a1b-4c39-9a0f-6a3e5d7c1b52'
    Author               = 'The WinGetPy contributors'
    CompanyName          = 'Community'
    Copyright            = '(c) The WinGetPy contributors. MIT licence.'
    Description          = 'Find, install, list, update and uninstall winget packages from PowerShell: typed objects, a true -WhatIf, real errors. The work is done by a Python engine that the module starts.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    NestedModules        = @('LanguageMode.psm1')
    FormatsToProcess     = @('WinGetPy.Format.ps1xml')
    FunctionsToExport    = @(
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
    AliasesToExport      = @('ewgp', 'fdwgp', 'gwgp', 'iswgp', 'udwgp', 'uswgp', 'gwgso', 'awgs', 'rwgs', 'rswgs', 'gwgv', 'gwgse', 'Get-WinGetSettings', 'ewgs', 'dwgs', 'gwgus', 'Get-WinGetUserSettings', 'swgus', 'Set-WinGetUserSettings', 'twgus', 'Test-WinGetUserSettings', 'awgpm', 'rpwgpm', 'iwgc', 'twgc')
    DscResourcesToExport = @('WinGetPackage', 'WinGetPackageList', 'WinGetSource', 'WinGetPin', 'WinGetUserSettings', 'WinGetAdminSettings')
    CmdletsToExport      = @()
    VariablesToExport    = @()
    PrivateData          = @{
        PSData = @{
            Tags       = @('winget', 'package', 'install', 'update', 'PSEdition_Desktop', 'PSEdition_Core', 'Windows', 'Linux')
            LicenseUri = 'https://opensource.org/license/mit'
        }
    }
}
