#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
}

Describe 'Repair-WinGetPackage' {
    BeforeAll { Use-Sandbox }
    BeforeEach { Install-WinGetPackage -Id Demo.Hello, Demo.Tool | Out-Null }

    It 'says of a portable that it has no repair, as a result and as an error' {
        $result = Repair-WinGetPackage -Id Demo.Hello -ErrorVariable told -ErrorAction SilentlyContinue
        $result.PSTypeNames[0] | Should -Be 'WinGetPy.RepairResult'
        $result.Status | Should -Be 'RepairError'
        $result.ErrorCode | Should -Be '0x8A15007C'
        $result.Changed | Should -BeFalse
        $result.Succeeded() | Should -BeFalse
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.RepairNotSupported,Repair-WinGetPackage'
        ($result | Out-String -Width 300) | Should -Match 'RepairErrorCode'
    }

    It 'goes on with the next package' {
        @((Get-WinGetPackage | Repair-WinGetPackage -ErrorAction SilentlyContinue).Status) | Should -Be @('RepairError', 'RepairError')
    }

    It 'has an error for what is not installed' {
        Repair-WinGetPackage -Id No.Such -ErrorVariable told -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.NoApplicationsFound,Repair-WinGetPackage'
    }
}

Describe 'Repair-WinGetPackage, carried out' {
    BeforeAll { Use-FakeEngine }

    It 'shows the plan with -WhatIf' {
        $plan = Repair-WinGetPackage -Id a.b -WhatIf
        $plan.Operation | Should -Be 'Repair'
        $plan.Action | Should -Be 'Repair'
    }

    It 'gives a result with all its properties' {
        $result = Repair-WinGetPackage -Id a.b
        $result.PSTypeNames[0] | Should -Be 'WinGetPy.RepairResult'
        $result.Status | Should -Be 'Ok'
        $result.Changed | Should -BeTrue
        $result.RepairErrorCode | Should -Be 0
        $result.InstalledVersion | Should -Be '1.0'
    }
}
