#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# The parameter table of Microsoft.WinGet.Client against ours. What is different on purpose is here with its reason;
# docs/powershell.md and docs/differences.md tell users.

BeforeDiscovery {
    $anchor = Get-Content "$PSScriptRoot/../data/client_cmdlets.json" -Raw | ConvertFrom-Json
    $commands = foreach ($command in $anchor.Commands.PSObject.Properties) {
        @{ Command = $command.Name; Aliases = @($command.Value.Aliases); Parameters = $command.Value.Parameters; Values = $anchor.Values; Types = $anchor.Types; DefaultSet = $command.Value.DefaultSet; Asks = $command.Value.ShouldProcess }
    }
}

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    $different = @{
        '*/PSCatalogPackage/Position'                        = 'an argument without a name is taken by -Query, be it a package'
        '*/Switch/PropertyName'                              = 'the commands read switches and numbers of piped objects themselves: the binder refuses the text of a CSV file'
        '*/PSCatalogPackage/Type'                            = 'whatever has an Id is a package: deserialized, of a CSV file, of the reference'
        '*/Query/Type'                                       = 'a package may be the first argument'
        '*/Id/Type'                                          = 'takes several'
        'Add-WinGetSource/Name/Extra'                        = 'name and argument can be given without their names'
        'Add-WinGetSource/Argument/Extra'                    = 'name and argument can be given without their names'
        '*/UserSettings/Extra'                               = 'the table can be given without a name'
        'Reset-WinGetSource/All/Optional'                    = 'without a name and without -All nothing is reset, which is an error'
        'Add-WinGetSource/Argument/Value'                    = 'text from the pipeline is the name, not three parameters at once'
        'Add-WinGetSource/Type/Value'                        = 'text from the pipeline is the name, not three parameters at once'
        'Export-WinGetPackage/SkipMicrosoftStoreLicense/Is'  = 'of packages of the Store, which are not downloaded'
        'Export-WinGetPackage/Platform/Is'                   = 'of packages of the Store, which are not downloaded'
        'Export-WinGetPackage/TargetOSVersion/Is'            = 'of packages of the Store, which are not downloaded'
    }
    $met = @{}
    function Test-Different([string] $Command, [string] $Parameter, [string] $What, $Type) {
        $keys = "$Command/$Parameter/$What", "*/$Parameter/$What", $(if ($Type -in [switch], [int], [uint32]) { "*/Switch/$What" })
        foreach ($key in $keys) { if ($key -and $different[$key]) { $met[$key] = $true; return $true } }
        $false
    }
}

Describe 'The contract' {
    It 'of <Command> has the parameters of the reference, in their sets and positions, with their input and values' -ForEach $commands {
        $own = Get-Command $Command
        $wrong = foreach ($property in $Parameters.PSObject.Properties) {
            $name = $property.Name
            $wanted = @(([string]$property.Value).Split(' ') | Where-Object { $_ })
            $parameter = $own.Parameters[$name]
            if (-not $parameter) {
                if (-not (Test-Different $Command $name Is)) { "-$name is missing" }
                continue
            }
            $set = @($wanted | Where-Object { $_ -match 'Set$' })[0]
            $sets = $parameter.ParameterSets
            $about = if ($set -and $sets.ContainsKey($set)) { $sets[$set] } elseif ($sets.ContainsKey('__AllParameterSets')) { $sets['__AllParameterSets'] } elseif (-not $set) { @($sets.Values)[0] }
            if (-not $about) { "-$name is not in the set $set"; continue }
            if ($wanted -contains 'P0' -and $about.Position -ne 0 -and -not (Test-Different $Command $name Position)) { "-$name has no position" }
            if ($wanted -notcontains 'P0' -and $about.Position -ge 0 -and -not (Test-Different $Command $name Extra)) { "-$name has a position" }
            if ($wanted -contains 'V' -and -not $about.ValueFromPipeline -and -not (Test-Different $Command $name Value)) { "-$name takes nothing from the pipeline" }
            if ($wanted -contains 'N' -and -not $about.ValueFromPipelineByPropertyName -and -not (Test-Different $Command $name PropertyName $parameter.ParameterType)) { "-$name takes no property" }
            if ($wanted -contains 'M' -and -not $about.IsMandatory -and -not (Test-Different $Command $name Mandatory)) { "-$name is not mandatory" }
            if ($wanted -notcontains 'M' -and $about.IsMandatory -and -not (Test-Different $Command $name Optional)) { "-$name is mandatory" }
            if ($wanted -contains 'R' -and -not $about.ValueFromRemainingArguments) { "-$name does not take the rest" }
            foreach ($other in $wanted -match '^A:' -replace '^A:') { if ($parameter.Aliases -notcontains $other) { "-$other is not -$name" } }
            $type = if ($Types.PSObject.Properties[$name]) { $Types.PSObject.Properties[$name].Value } else { 'String' }
            if ($parameter.ParameterType.Name -ne $type -and -not (Test-Different $Command $name Type)) { "-$name is a $($parameter.ParameterType.Name), not a $type" }
            $words = if ($Values.PSObject.Properties[$name]) { $Values.PSObject.Properties[$name].Value }
            if ($words) {
                $taken = @($parameter.Attributes.Where({ $_ -is [Management.Automation.ValidateSetAttribute] }).ValidValues)
                foreach ($word in $words) { if ($taken -notcontains $word -and -not (Test-Different $Command $name $word)) { "-$name does not take $word" } }
            }
        }
        @($wrong) | Should -Be @()
        if ($DefaultSet) { $own.DefaultParameterSet | Should -Be $DefaultSet }
        if ($Asks) { $own.Parameters.Keys | Should -Contain 'WhatIf' }
        foreach ($alias in $Aliases) { if ($alias) { (Get-Alias $alias).Definition | Should -Be $Command } }
    }

    It 'has no difference that is none' {
        @($different.Keys | Where-Object { -not $met[$_] }) | Should -Be @()
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
