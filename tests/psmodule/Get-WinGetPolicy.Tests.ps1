#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox -WithoutSource
}

Describe 'Get-WinGetPolicy' {
    It 'lists every policy with its value, who decided it and its effect' {
        $policies = Get-WinGetPolicy
        $policies.Count | Should -BeGreaterThan 20
        $policies[0].PSTypeNames[0] | Should -Be 'WinGetPy.Policy'
        $policies[0].PSObject.Properties.Name | Should -Be @('Name', 'State', 'Value', 'Effective', 'Source', 'Setting', 'Effect')
        @($policies.Source | Sort-Object -Unique) | Should -Be @('Default')
        ($policies | Out-String -Width 220) | Should -Match 'Name\s+State\s+Effective\s+Source\s+Effect'
    }

    It 'names one by its name, its setting or a pattern' {
        (Get-WinGetPolicy enablehashoverride).Name | Should -Be 'EnableHashOverride'
        ('InstallerHashOverride' | Get-WinGetPolicy).Name | Should -Be 'EnableHashOverride'
        @(Get-WinGetPolicy -Name *Source).Name | Should -Contain 'EnableDefaultSource'
        { Get-WinGetPolicy NoSuch -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.InvalidClArguments,Get-WinGetPolicy'
    }

    It 'says what an administrator decided' {
        Enable-WinGetSetting -Name InstallerHashOverride
        $policy = Get-WinGetPolicy EnableHashOverride
        $policy.State, $policy.Effective, $policy.Source | Should -Be @('NotConfigured', 'On', 'Administrator')
        Disable-WinGetSetting -Name InstallerHashOverride
        (Get-WinGetPolicy EnableHashOverride).Effective | Should -Be 'Off'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
