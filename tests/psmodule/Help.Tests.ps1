#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeDiscovery {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    $commands = @(Get-Command -Module WinGetPy -CommandType Function)
    $names = @($commands | ForEach-Object { @{ Name = $_.Name } })
    $parameters = foreach ($command in $commands) {
        foreach ($name in $command.Parameters.Keys) {
            if ([Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters -notcontains $name) { @{ Command = $command.Name; Parameter = $name } }
        }
    }
    $examples = foreach ($command in $commands) {
        foreach ($example in (Get-Help $command.Name -Full).examples.example) { @{ Command = $command.Name; Code = $example.code; Remarks = ($example.remarks | ForEach-Object Text) -join ' ' } }
    }
}

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
}

Describe 'Help' {
    It 'tells what <Name> does' -ForEach $names {
        $help = Get-Help $Name
        $help.Synopsis | Should -Not -BeNullOrEmpty
        $help.Synopsis | Should -Not -Match ([regex]::Escape($Name))   # not just the syntax
        $help.description | Should -Not -BeNullOrEmpty
        @($help.examples.example).Count | Should -BeGreaterThan 1
    }

    It 'describes -<Parameter> of <Command>' -ForEach $parameters {
        $text = (Get-Help $Command -Parameter $Parameter).description.Text
        $text | Should -Not -BeNullOrEmpty
        $text.Length | Should -BeGreaterThan 10
    }

    It 'has the page <_>, which names only commands and parameters that exist' -ForEach 'about_WinGetPy', 'about_WinGetPy_Errors', 'about_WinGetPy_Msix', 'about_WinGetPy_Scripts', 'about_WinGetPy_Sources' {
        $text = Get-Content -Raw -LiteralPath (Join-Path (Get-Module WinGetPy).ModuleBase "en-US/$_.help.txt")
        $text | Should -Match "TOPIC\r?\n    $_\r?\n"
        ($text -split "`n" | Where-Object { $_.TrimEnd().Length -gt 80 }) | Should -BeNullOrEmpty   # Get-Help wraps nothing
        $text | Should -Not -Match '[^\x00-\x7F]'
        $lines = $text -split "`n" | Where-Object { $_ -cmatch '\b[A-Z][a-z]+-WinGet[A-Za-z]*' }
        $lines.Count | Should -BeGreaterThan 3
        foreach ($line in $lines) {
            foreach ($name in [regex]::Matches($line, '\b[A-Z][a-z]+-WinGet[A-Z][A-Za-z]*').Value) { Get-Command -Module WinGetPy -Name $name -ErrorAction Stop | Should -Not -BeNullOrEmpty }
            if ($line -notmatch '^ {8}\S') { continue }   # no example
            $errors = $null
            $tree = [Management.Automation.Language.Parser]::ParseInput($line.Trim(), [ref]$null, [ref]$errors)
            $errors | Should -BeNullOrEmpty -Because $line
            foreach ($called in $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
                $command = Get-Command -Module WinGetPy -Name $called.GetCommandName() -ErrorAction Ignore
                if (-not $command) { continue }
                $given = $called.CommandElements | Where-Object { $_ -is [Management.Automation.Language.CommandParameterAst] } | ForEach-Object ParameterName
                foreach ($name in $given) { $command.Parameters.Keys | Should -Contain $name }
            }
        }
    }

    Context 'Examples' {
        BeforeAll {
            Use-FakeEngine
            Push-Location $TestDrive
            Set-Content packages.csv "Id,Version,Source,Scope`nGit.Git,,,User`n7zip.7zip,1.0,,"
            'setup.exe', 'app.msixbundle', 'setup.yaml' | ForEach-Object { Set-Content $_ $_ }
            Set-Content sources.csv "Name,Argument`ncommunity,$TestDrive"
            $Error.Clear()
        }

        AfterAll { Pop-Location }

        It 'of <Command> runs: <Code>' -ForEach $examples {
            $errors = $null
            [Management.Automation.Language.Parser]::ParseInput($Code, [ref]$null, [ref]$errors) | Out-Null
            $errors | Should -BeNullOrEmpty
            $Remarks.Trim() | Should -Not -BeNullOrEmpty -Because 'an example says what it does'
            # What changes something runs as a trial. A preference of this script reaches the commands as one of theirs.
            $WhatIfPreference = $true
            $results = @(. ([scriptblock]::Create($Code)) 6>$null)
            $Error.Count | Should -Be 0
            if ($Command -match '^(Find|Get)' ) { if ($Code -notmatch 'Export-Csv') { $results.Count | Should -BeGreaterThan 0 } }
            @(Get-FakeRequest package/install).Count + @(Get-FakeRequest package/update).Count + @(Get-FakeRequest package/uninstall).Count | Should -Be 0
        }
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
