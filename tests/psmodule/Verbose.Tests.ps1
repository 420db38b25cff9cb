#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-FakeEngine
}

Describe '-Verbose' {
    It 'tells of an install: source, installer, how it ended; of a trial the steps, which the engine reports when it does them' {
        $told = @(Install-WinGetPackage -Id Git.Git -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message)
        $told -match 'the source is ' | Should -Not -BeNullOrEmpty
        $told -match 'the installer is .*fake\.zip' | Should -Not -BeNullOrEmpty
        $told -match 'step 1: ' | Should -BeNullOrEmpty
        $told -match '^Git\.Git: Ok.*exit code 0' | Should -Not -BeNullOrEmpty
        $trial = @(Install-WinGetPackage -Id Git.Git -WhatIf -Verbose 4>&1 6>$null | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message)
        $trial -match 'step 1: Download fake.zip' | Should -Not -BeNullOrEmpty
    }

    It 'names each installer that is passed over, with its reasons, and the command line' {
        InModuleScope WinGetPy {
            function Get-Told { [CmdletBinding()] param($Plan) Write-PlanStory $PSCmdlet $Plan -Trial }
            $plan = [pscustomobject]@{
                Id = 'A.B'; ToVersion = '2'; Source = 'demo'; Reason = ''; CommandLine = 'setup.exe /S'; Steps = @(); Dependencies = @()
                Rejected = @([pscustomobject]@{ Installer = 'arm64 exe'; Reasons = 'the machine is x64', 'no scope' })
            }
            @(Get-Told $plan -Verbose 4>&1).Message | Should -Be @(
                'A.B 2: the source is demo'
                'A.B 2: the installer arm64 exe is passed over: the machine is x64, no scope'
                'A.B 2: the command line is setup.exe /S'
            )
        }
    }

    It 'is silent otherwise' {
        @(Install-WinGetPackage -Id Git.Git 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] }) | Should -BeNullOrEmpty
    }
}

Describe '-Verbose on a machine' {
    It 'tells what really happens: where the bytes came from, the hash, each step, in this order' {
        Clear-TestEnvironment
        Use-Sandbox
        $told = @(Install-WinGetPackage -Id Demo.Hello -Verbose 4>&1 | Where-Object { $_ -is [Management.Automation.VerboseRecord] } | ForEach-Object Message) -join "`n"
        $told | Should -Match '(?s)the source is demo.*came from .*SHA-256 is [0-9A-Fa-f]{64}, as the manifest says\..*Done: Place .*Done: Write the Apps & Features entry.*Demo\.Hello: Ok'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
