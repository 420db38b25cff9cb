#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# Every example of every command's help, as a trial: by the fake engine, which shows that it binds and asks what it says, and by the
# real one on a sandbox with the packages that the examples name.

BeforeDiscovery {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    $examples = foreach ($command in (Get-Command -Module WinGetPy -CommandType Function)) {
        foreach ($example in (Get-Help $command.Name -Full).examples.example) { @{ Command = $command.Name; Code = $example.code; Remarks = ($example.remarks | ForEach-Object Text) -join ' ' } }
    }

    # What cannot run there: the error that says so is the example's only one. The first pattern that fits counts.
    $refused = @(
        # Nothing is behind these addresses.
        @{ Code = '^(Add|Invoke)-WinGetMsix.*https://contoso\.com|^New-WinGetManifest https://example\.com|-From Contoso\.Tool'; Error = 'DownloadFailed' }
        # The files are no packages and no installers: those of Msix.Tests.ps1 and of the engine's tests are.
        @{ Code = '\.msix(bundle)?\b'; Error = 'AppxCorruptContent|MsixNotAPackage' }
        @{ Code = '^New-WinGetManifest \./setup\.exe'; Error = 'cannot be read as an installer' }
        # A sandbox is elevated, and has no packages but archives and portable programs.
        @{ Code = '^(?!Export).*-AllowHashMismatch'; Error = 'An elevated process does not accept' }
        @{ Code = '^Repair-WinGetPackage '; Error = 'have no repair' }
    )
    foreach ($example in $examples) {
        $why = $refused | Where-Object { $example.Code -match $_.Code } | Select-Object -First 1
        $example.Refused = if ($why) { $why.Error }
    }
}

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule

    function Invoke-Example {
        # The output of an example, as a trial, in a place with the files that examples name. $Error has what it wrote of errors.
        param([string] $Code)

        $token = $password = ConvertTo-SecureString 'secret' -AsPlainText -Force
        $login = New-Object PSCredential -ArgumentList 'user', $token
        $key = 'secret'
        $digest = 'sha256:' + '0' * 64
        $volume = @{ Name = (Get-WinGetMsixVolume | Select-Object -First 1).Name }
        $null = $token, $password, $login, $key, $digest, $volume
        $Error.Clear()
        $WhatIfPreference = $true   # a preference of this script reaches the commands as one of theirs
        . ([scriptblock]::Create($Code)) 2>$null 6>$null
    }

    function New-ExampleFile {
        # The files that examples name, in the current folder.
        Set-Content packages.csv "Id,Version,Source,Scope`nGit.Git,,,User`n7zip.7zip,,,"
        Set-Content pins.csv "Id`nGit.Git"
        'setup.exe', 'app.msixbundle', 'app.msix', 'old.msix', 'setup.yaml' | ForEach-Object { Set-Content $_ $_ }
        Set-Content sources.csv "Name,Argument`nshare,$TestDrive"
        New-Item -ItemType Directory -Force dist, manifests | Out-Null
        Set-Content machine.dsc.yaml @'
$schema: https://aka.ms/dsc/schemas/v3/bundled/config/document.json
parameters:
  edition: {type: string, defaultValue: 1.2.0}
resources:
- name: tool
  type: Microsoft.WinGet/Package
  properties: {id: Contoso.Tool, version: "[parameters('edition')]"}
'@
        Copy-Item setup.yaml manifests
    }
}

Describe 'Examples' {
    Context 'Asked of the engine' {
        BeforeAll {
            Use-FakeEngine "version=$((Import-PowerShellDataFile (Get-ModulePath)).ModuleVersion)"
            Push-Location $TestDrive
            New-ExampleFile
            Get-WinGetMsixPackage | Export-Clixml packages.xml
        }

        AfterAll { Pop-Location }

        It 'of <Command> runs: <Code>' -ForEach $examples {
            $Remarks.Trim() | Should -Not -BeNullOrEmpty -Because 'an example says what it does'
            $results = @(Invoke-Example $Code)
            $Error | ForEach-Object { "$_" } | Should -BeNullOrEmpty
            if ($Command -match '^(Find|Get)' ) { if ($Code -notmatch 'Export-Csv|Get-WinGetMsixPackage -AllKinds') { $results.Count | Should -BeGreaterThan 0 } }
            @(Get-FakeRequest package/install).Count + @(Get-FakeRequest package/update).Count + @(Get-FakeRequest package/uninstall).Count | Should -Be 0
        }
    }

    Context 'On a machine' {
        BeforeAll {
            Use-Sandbox -WithoutSource
            Push-Location $TestDrive
            New-ExampleFile
            $locale = "InstallerLocale: en-US`n"
            foreach ($version in '2.43.0', '2.44.0', '2.45.0') { Add-TestPackage Git.Git $version -Name Git -Moniker git -More $locale }
            foreach ($version in '24.08', '24.09') { Add-TestPackage 7zip.7zip $version -Name 7-Zip -Moniker 7zip -More $locale }
            foreach ($version in '1.90', '1.91') { Add-TestPackage Microsoft.VisualStudioCode $version -Name 'Visual Studio Code' -Moniker vscode -More "Tags:`n- editor`n" }
            foreach ($version in '1.1.0', '1.2.0') { Add-TestPackage Contoso.Tool $version -Name Tool }
            Add-WinGetSource -Name winget -Argument $SourceFolder
            foreach ($name in 'community', 'ours', 'offline') {
                Copy-Item $SourceFolder (Join-Path $TestDrive $name) -Recurse
                Add-WinGetSource -Name $name -Argument (Join-Path $TestDrive $name) -Explicit
            }
            New-Item -ItemType Directory (Join-Path $env:WINGETPY_ROOT 'D') | Out-Null
            Enable-WinGetSetting -Name InstallerHashOverride
            foreach ($round in 1..5) {
                Install-WinGetPackage -Id Contoso.Tool
                Uninstall-WinGetPackage -Id Contoso.Tool
            }
            Install-WinGetPackage -Id Git.Git -Version 2.43.0 -Scope User
            Update-WinGetPackage -Id Git.Git -Version 2.44.0   # the operation 12
            Install-WinGetPackage -Id 7zip.7zip -Version 24.08
            Install-WinGetPackage -Id Microsoft.VisualStudioCode -Version 1.90
            Get-WinGetMsixPackage | Export-Clixml packages.xml
            Export-WinGetPackageList packages.json
            Export-WinGetPackageList winget.lock.json -Lock
        }

        AfterAll { Pop-Location }

        It 'of <Command> runs: <Code>' -ForEach $examples {
            $null = @(Invoke-Example $Code)
            $said = @($Error | ForEach-Object { "$($_.FullyQualifiedErrorId): $_" })
            if ($Refused) { $said.Count, $said[0] | Should -Match "^1$|$Refused" } else { $said | Should -BeNullOrEmpty }
        }
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
