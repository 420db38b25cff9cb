#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule

    function ConvertTo-Secure([string] $Text) {
        $secure = [securestring]::new()
        foreach ($character in $Text.ToCharArray()) { $secure.AppendChar($character) }
        $secure
    }
}

Describe 'Set-WinGetSource' {
    BeforeAll { Use-Sandbox }

    It 'changes what is given, and emits nothing unless -PassThru' {
        Set-WinGetSource -Name demo -Priority 7 | Should -BeNullOrEmpty
        $source = Set-WinGetSource demo -Explicit $true -PassThru
        $source.PSTypeNames[0] | Should -Be 'WinGetPy.Source'
        $source.Explicit, $source.Priority | Should -Be @($true, 7)
        Set-WinGetSource demo -Explicit $false -Priority 0
        $source = Get-WinGetSource demo
        $source.Explicit, $source.Priority | Should -Be @($false, 0)
    }

    It 'takes sources from the pipeline' {
        Get-WinGetSource | Set-WinGetSource -Priority 3
        (Get-WinGetSource demo).Priority | Should -Be 3
    }

    It 'changes nothing with -WhatIf' {
        Set-WinGetSource demo -Priority 99 -WhatIf
        (Get-WinGetSource demo).Priority | Should -Not -Be 99
    }

    It 'has an error for a name that is not there, for nothing to change, and for a folder that takes no credential' {
        { Set-WinGetSource nosuch -Priority 1 -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.SourceNameDoesNotExist,Set-WinGetSource'
        { Set-WinGetSource demo -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.InvalidClArguments,Set-WinGetSource'
        { Set-WinGetSource demo -Token (ConvertTo-Secure 'tok-4711') -ErrorAction Stop } | Should -Throw '*takes no credential*'
        "$($Error[0].Exception.Message) $($Error[0].TargetObject)" | Should -Not -Match 'tok-4711'
    }
}

Describe 'What lets the engine into a source' {
    BeforeEach { Use-FakeEngine }

    It 'reaches the engine as it was given to <Command>' -ForEach @(
        @{ Command = 'Add-WinGetSource'; Method = 'source/add'; More = @{ Argument = 'https://packages.contoso.com/api'; Type = 'Microsoft.Rest' } }
        @{ Command = 'Set-WinGetSource'; Method = 'source/edit'; More = @{} }
    ) {
        $secrets = @{ Token = ConvertTo-Secure 'tok'; SecretHeader = @{ 'X-Key' = ConvertTo-Secure 'key'; 'X-Plain' = 'text' } }
        & $Command -Name ours @More @secrets -CertificatePath "$TestDrive/c.pem" -CertificatePassword (ConvertTo-Secure 'pass')
        $sent = @(Get-FakeRequest $Method)[-1].Credential
        $sent.Token, $sent.Headers.'X-Key', $sent.Headers.'X-Plain', $sent.CertificatePassword | Should -Be @('tok', 'key', 'text', 'pass')
        $sent.Certificate | Should -BeLike '*c.pem'
        & $Command -Name ours @More -Credential ([pscredential]::new('deploy', (ConvertTo-Secure 'word')))
        $sent = @(Get-FakeRequest $Method)[-1].Credential
        $sent.User, $sent.Password | Should -Be @('deploy', 'word')
    }

    It 'is left out where it is not given, and removed by -RemoveCredential' {
        Set-WinGetSource ours -Priority 1
        @(Get-FakeRequest source/edit)[-1].PSObject.Properties.Name | Should -Not -Contain 'Credential'
        Set-WinGetSource ours -RemoveCredential
        @(@(Get-FakeRequest source/edit)[-1].Credential.PSObject.Properties).Count | Should -Be 0
    }

    It 'is in no verbose or debug message, nor in what -WhatIf says' {
        $said = Set-WinGetSource ours -Token (ConvertTo-Secure 'tok-4711') -Verbose *>&1
        $said += Set-WinGetSource ours -Token (ConvertTo-Secure 'tok-4711') -WhatIf *>&1
        "$($said | Out-String)" | Should -Not -Match 'tok-4711'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
