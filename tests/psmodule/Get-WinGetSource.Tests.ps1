#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox -WithoutSource
    Add-TestPackage Demo.Hello 1.0
}

Describe 'Get-WinGetSource' {
    It 'emits nothing, and no error, on a fresh machine' {
        $Error.Clear()
        Get-WinGetSource | Should -BeNullOrEmpty
        $Error.Count | Should -Be 0
    }

    It 'lists the sources, or one by its name' {
        Add-WinGetSource -Name one -Argument $SourceFolder
        $source = Get-WinGetSource -Name ONE
        $source.PSTypeNames[0] | Should -Be 'WinGetPy.Source'
        $source.PSObject.Properties.Name | Should -Be @('Name', 'Argument', 'Type', 'TrustLevel', 'Explicit', 'Priority', 'Identifier', 'Data', 'Origin', 'Credential', 'LastUpdate', 'MachineId')
        $source.Data, $source.Origin, @($source.Credential).Count | Should -Be @($source.Identifier, 'User', 0)
        $source.LastUpdate | Should -BeOfType ([datetime])
        ([datetime]::Now - $source.LastUpdate).TotalMinutes | Should -BeLessThan 5
        ('one' | Get-WinGetSource).Name | Should -Be 'one'
        (Get-WinGetSource | Get-WinGetSource).Name | Should -Be 'one'
        ($source | Out-String -Width 200) | Should -Match 'Name\s+Argument\s+Type\s+TrustLevel\s+Explicit'
    }

    It 'has an error for a name that is not there' {
        { Get-WinGetSource -Name nowhere -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.SourceNameDoesNotExist,Get-WinGetSource'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
