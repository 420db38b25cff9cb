#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeDiscovery {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    $commands = @(Get-Command -Module WinGetPy -CommandType Function)
    $pages = @(Get-ChildItem (Join-Path (Get-Module WinGetPy).ModuleBase 'en-US') -Filter 'about_*' | ForEach-Object { $_.Name -replace '\.help\.txt$' })
    $names = @($commands | ForEach-Object { @{ Name = $_.Name } })
    $parameters = foreach ($command in $commands) {
        foreach ($name in $command.Parameters.Keys) {
            if ([Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters -notcontains $name) { @{ Command = $command.Name; Parameter = $name } }
        }
    }
}

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule

    function Get-ExampleCall {
        # The calls of this module's commands in a text, each with what PowerShell itself binds to which parameter.
        param([string] $Code)

        $errors = $null
        $tree = [Management.Automation.Language.Parser]::ParseInput($Code, [ref]$null, [ref]$errors)
        $errors | Should -BeNullOrEmpty -Because $Code
        foreach ($call in $tree.FindAll({ $args[0] -is [Management.Automation.Language.CommandAst] }, $true)) {
            $command = Get-Command -Module WinGetPy -Name $call.GetCommandName() -ErrorAction Ignore
            if (-not $command) { continue }
            $bound = [Management.Automation.Language.StaticParameterBinder]::BindCommand($call, $true)
            $bound.BindingExceptions.Values | ForEach-Object { $_.BindingException.Message } | Should -BeNullOrEmpty -Because $Code
            $names = @($bound.BoundParameters.Keys)
            $isPiped = $call.Parent -is [Management.Automation.Language.PipelineAst] -and $call.Parent.PipelineElements[0] -ne $call
            if ($isPiped) { $names += @($command.Parameters.Values | Where-Object { $_.Attributes | Where-Object { $_ -is [Parameter] -and $_.ValueFromPipeline } } | ForEach-Object Name) }
            @{ Command = $command.Name; Parameters = $names }
        }
    }
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

    It 'shows every parameter of <Name> in an example' -ForEach $names {
        $examples = @((Get-Help $Name -Full).examples.example)
        $shown = foreach ($example in $examples) { Get-ExampleCall $example.code | Where-Object { $_.Command -eq $Name } | ForEach-Object { $_.Parameters } }
        $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
        (Get-Command $Name).Parameters.Values | ForEach-Object Name | Where-Object { $common -notcontains $_ -and $shown -notcontains $_ } | Should -BeNullOrEmpty
        $examples.Count | Should -BeLessThan 13 -Because 'help is read'
    }

    It 'has the page <_>, which names only commands and parameters that exist' -ForEach $pages {
        $text = Get-Content -Raw -LiteralPath (Join-Path (Get-Module WinGetPy).ModuleBase "en-US/$_.help.txt")
        $text | Should -Match "TOPIC\r?\n    $_\r?\n"
        ($text -split "`n" | Where-Object { $_.TrimEnd().Length -gt 80 }) | Should -BeNullOrEmpty   # Get-Help wraps nothing
        $text | Should -Not -Match '[^\x00-\x7F]'
        Get-Help $_ | Out-String | Should -Match "TOPIC\s+$_\s"
        foreach ($other in [regex]::Matches($text, '\babout_WinGetPy\w*').Value) { "$other.help.txt" | Should -BeIn (Get-ChildItem (Join-Path (Get-Module WinGetPy).ModuleBase 'en-US')).Name }
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
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
