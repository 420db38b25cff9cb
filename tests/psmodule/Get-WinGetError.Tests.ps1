#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox -WithoutSource
}

Describe 'Get-WinGetError' {
    It 'knows a code however it is written: <_>' -ForEach '0x8A150029', '2316632105', '-1978335191', -1978335191 {
        $known = Get-WinGetError $_
        $known.PSTypeNames[0] | Should -Be 'WinGetPy.KnownError'
        $known.ErrorCode, $known.Decimal, $known.Symbol, $known.ErrorId | Should -Be @('0x8A150029', -1978335191, 'APPINSTALLER_CLI_ERROR_MANIFEST_VALIDATION_FAILURE', 'ManifestValidationFailure')
        $known.Description, $known.Remedy | Should -Not -BeNullOrEmpty
    }

    It 'looks for a word, and has an error for one that is nowhere' {
        @(Get-WinGetError hash).ErrorCode | Should -Contain '0x8A150011'
        { Get-WinGetError xyzzy -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.InvalidClArguments,Get-WinGetError'
        (Get-WinGetError 0x8A15C000).Symbol | Should -BeNullOrEmpty
    }

    It 'takes results by their ErrorCode, and passes over those without' {
        $results = [pscustomobject]@{ Id = 'a'; ErrorCode = '' }, [pscustomobject]@{ Id = 'b'; ErrorCode = '0x8A150014' }
        ($results | Get-WinGetError).ErrorId | Should -Be 'NoApplicationsFound'
    }

    It 'explains the error of a command' {
        Install-WinGetPackage -Id No.Such -ErrorAction SilentlyContinue -ErrorVariable failed
        (Get-WinGetError $failed[0].Exception.HResult).ErrorId | Should -Be 'NoSourcesDefined'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
