#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox
    Add-TestPackage Demo.Hello 1.0
    Add-TestPackage Demo.Hello 2.0
    Update-WinGetSource | Out-Null
    Install-WinGetPackage -Id Demo.Hello -Version 1.0 | Out-Null
}

Describe 'Undo-WinGetPackage' {
    It 'needs a package or an operation' {
        { Undo-WinGetPackage -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.NoCriteria,Undo-WinGetPackage'
    }

    It 'has an error where there is nothing to undo' {
        { Undo-WinGetPackage -Id Demo.Hello -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.NothingToUndo,Undo-WinGetPackage'
        { Undo-WinGetPackage -Number 99 -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.NothingToUndo,Undo-WinGetPackage'
        { Undo-WinGetPackage -Id Demo.World -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.NoApplicationsFound,Undo-WinGetPackage'
    }

    It 'goes back to the version before the last update, as its plan says' {
        Get-WinGetPackage -Id Demo.Hello | Update-WinGetPackage | Out-Null
        $plan = Undo-WinGetPackage demo.hello -WhatIf 6>$null
        $plan.PSTypeNames[0] | Should -Be 'WinGetPy.Plan'
        $plan.FromVersion, $plan.ToVersion, $plan.Reason | Should -Be @('2.0', '1.0', 'Undo')
        (Get-WinGetPackage -Id Demo.Hello).InstalledVersion | Should -Be '2.0'
        $result = Get-WinGetPackage -Id Demo.Hello | Undo-WinGetPackage -WarningVariable told -WarningAction SilentlyContinue
        $result.Status, $result.Version, $result.InstalledVersion | Should -Be @('Ok', '1.0', '2.0')
        "$told" | Should -Match 'a pin that skips this version prevents it'
        $undo, $update = Get-WinGetHistory -Count 2
        $undo.Undoes, $update.UndoneBy | Should -Be @($update.Number, $undo.Number)
        { Undo-WinGetPackage -Id Demo.Hello -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.NothingToUndo,*'
    }

    It 'takes back operations of the history: an install, and its removal' {
        $removed = Get-WinGetHistory -Operation Install | Undo-WinGetPackage
        $removed.PSTypeNames[0] | Should -Be 'WinGetPy.UninstallResult'
        Get-WinGetPackage -Id Demo.Hello | Should -BeNullOrEmpty
        $again = Get-WinGetHistory -Count 1 | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv | Undo-WinGetPackage
        $again.Status, $again.Version | Should -Be @('Ok', '1.0')
        (Get-WinGetPackage -Id Demo.Hello).InstalledVersion | Should -Be '1.0'
    }

    It 'refuses an operation that was saved on another machine, where its number means another one' {
        $saved = Get-WinGetHistory -Count 1 | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv
        $saved.MachineId = 'f' * 32
        { $saved | Undo-WinGetPackage -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.OtherComputer,Undo-WinGetPackage'
        (Get-WinGetPackage -Id Demo.Hello).InstalledVersion | Should -Be '1.0'
        ($saved | Undo-WinGetPackage -Force -WhatIf 6>$null).Action | Should -Be 'Uninstall'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
