#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeDiscovery {
    $finder = 'Query', 'PSCatalogPackage', 'Id', 'Name', 'Moniker', 'Source', 'MatchOption'
    $wishes = 'AllowHashMismatch', 'Architecture', 'InstallerType', 'Locale', 'Scope', 'SkipDependencies', 'Mode', 'Override', 'Custom', 'Location', 'Log', 'Force', 'Header',
    'AcceptPackageAgreements', 'AcceptSourceAgreements'
    $limits = 'TimeoutSeconds', 'LockWaitSeconds', 'WhenRunning', 'DisableInteractivity'
    $access = 'Header', 'AcceptSourceAgreements'
    $secrets = 'Token', 'Credential', 'SecretHeader', 'CertificatePath', 'CertificatePassword'
    $msixTarget = 'Target', 'InputObject', 'PackageSet'
    $msixLimits = 'Force', 'TimeoutSeconds', 'LockWaitSeconds'
    $msixSets = 'PackageSetSet', 'PipedSet', 'TargetSet'
    $lists = @(
        @{ Command = 'Find-WinGetPackage'; Names = $finder + 'Version', 'Tag', 'Command', 'Count' + $access; Asks = $false; Sets = 'FoundSet', 'GivenSet' }
        @{ Command = 'Get-WinGetPackage'; Names = $finder + 'Tag', 'Command', 'Count', 'Scope', 'UpdateAvailable', 'IncludeUnknown', 'IncludePinned' + $access; Asks = $false; Sets = 'FoundSet', 'GivenSet' }
        @{ Command = 'Get-WinGetPackageInfo'; Names = $finder + 'Version', 'Architecture', 'InstallerType', 'Locale', 'Scope' + $access; Asks = $false; Sets = 'FoundSet', 'GivenSet' }
        @{ Command = 'Get-WinGetInstalledStatus'; Names = $finder + 'Scope' + $access; Asks = $false; Sets = 'FoundSet', 'GivenSet' }
        @{ Command = 'Install-WinGetPackage'; Names = $finder + 'Version' + $wishes + $limits + 'MeteredConnection'; Asks = $true; Sets = 'FoundSet', 'GivenSet' }
        @{ Command = 'Update-WinGetPackage'; Names = $finder + 'Version', 'All', 'IncludeUnknown', 'IncludePinned', 'Include', 'Exclude', 'UninstallPrevious' + $wishes + $limits + 'MeteredConnection'; Asks = $true; Sets = 'AllSet', 'FoundSet', 'GivenSet' }
        @{ Command = 'Undo-WinGetPackage'; Names = $finder + 'Number', 'Scope', 'Mode', 'SkipDependencies', 'Force', 'Log', 'AcceptPackageAgreements' + $access + $limits + 'MeteredConnection'; Asks = $true; Sets = 'FoundSet', 'GivenSet' }
        @{ Command = 'Uninstall-WinGetPackage'; Names = $finder + 'Version', 'Scope', 'Mode', 'Force', 'Log' + $limits; Asks = $true; Sets = 'FoundSet', 'GivenSet' }
        @{ Command = 'Add-WinGetPin'; Names = $finder + 'Version', 'Blocking', 'SkipVersion', 'Installed', 'Force' + $access; Asks = $true; Sets = 'FoundSet', 'GivenSet' }
        @{ Command = 'Get-WinGetHistory'; Names = 'Query', 'Id', 'Name', 'Source', 'Operation', 'Since', 'Failed', 'Number', 'Count'; Asks = $false; Sets = @() }
        @{ Command = 'Get-WinGetPin'; Names = $finder + $access; Asks = $false; Sets = 'FoundSet', 'GivenSet' }
        @{ Command = 'Remove-WinGetPin'; Names = $finder + 'PinType', 'PinnedVersion', 'Installed', 'Force' + $access; Asks = $true; Sets = 'FoundSet', 'GivenSet' }
        @{ Command = 'Reset-WinGetPin'; Names = @('Source'); Asks = $true; Sets = @() }
        @{ Command = 'Repair-WinGetPackage'; Names = $finder + 'Version', 'Scope', 'Mode', 'Force', 'Log', 'AllowHashMismatch', 'AcceptPackageAgreements' + $limits + 'MeteredConnection'; Asks = $true; Sets = 'FoundSet', 'GivenSet' }
        @{ Command = 'Get-WinGetSource'; Names = @('Name'); Asks = $false; Sets = @() }
        @{ Command = 'Add-WinGetSource'; Names = 'Name', 'Argument', 'Type', 'TrustLevel', 'Explicit', 'Priority', 'PassThru' + $secrets + $access; Asks = $true; Sets = @() }
        @{ Command = 'Remove-WinGetSource'; Names = @('Name'); Asks = $true; Sets = @() }
        @{ Command = 'Set-WinGetSource'; Names = 'Name', 'Explicit', 'Priority', 'RemoveCredential', 'PassThru' + $secrets; Asks = $true; Sets = @() }
        @{ Command = 'Update-WinGetSource'; Names = 'Name', 'PassThru' + $access; Asks = $true; Sets = @() }
        @{ Command = 'Reset-WinGetSource'; Names = 'Name', 'All', 'PassThru'; Asks = $true; Sets = 'DefaultSet', 'OptionalSet' }
        @{ Command = 'Test-WinGetManifest'; Names = 'Path', 'ErrorOn', 'Installers'; Asks = $false; Sets = @() }
        @{ Command = 'New-WinGetManifest'; Names = 'Installer', 'PackageIdentifier', 'PackageVersion', 'From', 'FromVersion', 'Source', 'Output', 'NestedInstallerFile', 'PackageName', 'Publisher',
            'License', 'ShortDescription', 'Field', 'PackageLocale', 'ReleaseDate', 'Scope', 'Architecture', 'InstallerType', 'ManifestVersion', 'Singleton', 'Force' + $access; Asks = $true; Sets = @() }
        @{ Command = 'Test-WinGetConfiguration'; Names = 'File', 'Parameter', 'AcceptConfigurationAgreements'; Asks = $false; Sets = @() }
        @{ Command = 'Invoke-WinGetConfiguration'; Names = 'File', 'Parameter', 'AcceptConfigurationAgreements'; Asks = $true; Sets = @() }
        @{ Command = 'Get-WinGetHash'; Names = 'Path', 'Msix'; Asks = $false; Sets = @() }
        @{ Command = 'Get-WinGetSetting'; Names = @('AsPlainText'); Asks = $false; Sets = @() }
        @{ Command = 'Enable-WinGetSetting'; Names = @('Name'); Asks = $true; Sets = @() }
        @{ Command = 'Disable-WinGetSetting'; Names = @('Name'); Asks = $true; Sets = @() }
        @{ Command = 'Get-WinGetUserSetting'; Names = @(); Asks = $false; Sets = @() }
        @{ Command = 'Set-WinGetUserSetting'; Names = 'UserSettings', 'Merge'; Asks = $true; Sets = @() }
        @{ Command = 'Test-WinGetUserSetting'; Names = 'UserSettings', 'IgnoreNotSet'; Asks = $false; Sets = @() }
        @{ Command = 'Assert-WinGetPackageManager'; Names = 'Version', 'Latest', 'IncludePrerelease'; Asks = $false; Sets = 'IntegrityLatestSet', 'IntegrityVersionSet' }
        @{ Command = 'Repair-WinGetPackageManager'; Names = 'Version', 'Latest', 'IncludePrerelease', 'AllUsers', 'Force'; Asks = $true; Sets = 'IntegrityLatestSet', 'IntegrityVersionSet' }
        @{ Command = 'Get-WinGetPlan'; Asks = $false; Sets = 'FoundSet', 'GivenSet'
            Names = $finder + 'Operation', 'Version', 'IncludeUnknown', 'UninstallPrevious' + ($wishes | Where-Object { $_ -ne 'Log' }) }
        @{ Command = 'Get-WinGetPolicy'; Names = @('Name'); Asks = $false; Sets = @() }
        @{ Command = 'Get-WinGetError'; Names = @('ErrorCode'); Asks = $false; Sets = @() }
        @{ Command = 'Get-WinGetMsixPackage'; Names = 'Name', 'InputObject', 'AllUsers', 'AllKinds', 'Provisioned'; Asks = $false; Sets = @() }
        @{ Command = 'Test-WinGetMsixPackage'; Names = $msixTarget + 'Quiet'; Asks = $false; Sets = $msixSets }
        @{ Command = 'Add-WinGetMsixPackage'; Names = $msixTarget + $msixLimits + 'TargetVolume', 'DependencyPackageUris', 'OptionalPackageFamilyNames', 'OptionalPackageUris', 'RelatedPackageUris', 'ExternalLocationUri', 'StubPackageOption', 'AllowUnsigned', 'DeveloperMode', 'ForceAppShutdown',
            'ForceTargetAppShutdown', 'ForceUpdateFromAnyVersion', 'InstallAllResources', 'RequiredContentGroupOnly', 'RetainFilesOnFailure', 'StageInPlace', 'DeferRegistrationWhenPackagesAreInUse', 'ExpectedDigests', 'LimitToExistingPackages'; Asks = $true; Sets = $msixSets }
        @{ Command = 'Remove-WinGetMsixPackage'; Names = $msixTarget + $msixLimits + 'OkIfNotFound', 'PreserveApplicationData', 'PreserveRoamableApplicationData', 'RemoveForAllUsers'; Asks = $true; Sets = $msixSets }
        @{ Command = 'Repair-WinGetMsixPackage'; Names = $msixTarget + $msixLimits; Asks = $true; Sets = $msixSets }
        @{ Command = 'Reset-WinGetMsixPackage'; Names = $msixTarget + $msixLimits; Asks = $true; Sets = $msixSets }
        @{ Command = 'Invoke-WinGetMsixDeployment'; Names = $msixTarget + $msixLimits + 'Operation', 'Option'; Asks = $true; Sets = $msixSets }
        @{ Command = 'Get-WinGetMsixVolume'; Names = 'Name', 'Path'; Asks = $false; Sets = @() }
        @{ Command = 'Test-WinGetMsixVolume'; Names = 'Name', 'Path', 'Quiet'; Asks = $false; Sets = @() }
        @{ Command = 'Repair-WinGetMsixVolume'; Names = 'Name', 'Path', 'LockWaitSeconds'; Asks = $true; Sets = @() }
        @{ Command = 'Get-WinGetVersion'; Names = @(); Asks = $false; Sets = @() }
    )
}

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
}

Describe 'Parameters' {
    It 'of <Command> are exactly these' -ForEach $lists {
        $common = [Management.Automation.PSCmdlet]::CommonParameters + [Management.Automation.PSCmdlet]::OptionalCommonParameters
        $own = @((Get-Command $Command).Parameters.Keys | Where-Object { $common -notcontains $_ } | Sort-Object)
        $own | Should -Be @($Names | Sort-Object)
        (Get-Command $Command).Parameters.ContainsKey('WhatIf') | Should -Be $Asks
        $own.Where({ $_ }).Count | Should -Be @($Names).Count
        if ($Sets) { @((Get-Command $Command).ParameterSets.Name | Sort-Object) | Should -Be $Sets }
        if ($Asks) { (Get-Command $Command).ScriptBlock.Attributes.Where({ $_ -is [Management.Automation.CmdletBindingAttribute] }).ConfirmImpact | Should -Be 'Medium' }
    }

    It 'that several package commands have are declared alike' {
        # PowerShell cannot share a declaration: this test holds the copies equal.
        $declared = @{}
        foreach ($verb in 'Find', 'Get', 'Install', 'Update', 'Uninstall') {
            foreach ($parameter in (Get-Command "$verb-WinGetPackage").Parameters.Values) {
                $about = @($parameter.ParameterType.Name, ($parameter.Aliases -ne 'PackageIdentifier' -join ','))
                foreach ($attribute in $parameter.Attributes) {
                    if ($attribute -is [Management.Automation.ParameterAttribute]) {
                        $about += "$($attribute.ParameterSetName) $($attribute.Position) $($attribute.Mandatory) $($attribute.ValueFromPipeline) $($attribute.ValueFromPipelineByPropertyName) $($attribute.ValueFromRemainingArguments)"
                    } elseif ($attribute -is [Management.Automation.ValidateSetAttribute]) {
                        $about += "set $($attribute.ValidValues -join ',')"
                    } elseif ($attribute -is [Management.Automation.ValidateArgumentsAttribute]) {
                        $about += $attribute.GetType().Name
                    }
                }
                $text = @($about | Sort-Object) -join ' | '
                if (-not $declared[$parameter.Name]) { $declared[$parameter.Name] = @{} }
                $declared[$parameter.Name][$text] += @($verb)
            }
        }
        foreach ($name in $declared.Keys) { $declared[$name].Count | Should -Be 1 -Because "-$name is declared as $($declared[$name] | ConvertTo-Json -Compress)" }
    }

    It 'have the reference''s sets and positions' {
        foreach ($name in 'Find', 'Get', 'Install', 'Update', 'Uninstall') {
            $command = Get-Command "$name-WinGetPackage"
            $command.DefaultParameterSet | Should -Be 'FoundSet'
            $query = $command.Parameters['Query'].ParameterSets['FoundSet']
            $query.Position | Should -Be 0
            $query.ValueFromRemainingArguments | Should -BeTrue
            foreach ($each in 'Query', 'Id', 'Name', 'Moniker') { $command.Parameters[$each].ParameterSets['FoundSet'].ValueFromPipelineByPropertyName | Should -BeTrue -Because $each }
            $command.Parameters['PSCatalogPackage'].Aliases | Should -Be 'InputObject'
            $command.Parameters['PSCatalogPackage'].ParameterSets['GivenSet'].ValueFromPipeline | Should -BeTrue
        }
    }

    It '-Scope is a set of words, no type' {
        foreach ($name in 'Get', 'Install', 'Update', 'Uninstall') {
            $scope = (Get-Command "$name-WinGetPackage").Parameters['Scope']
            $scope.ParameterType | Should -Be ([string])
            $values = @($scope.Attributes.Where({ $_ -is [Management.Automation.ValidateSetAttribute] }).ValidValues | Where-Object { $_ })
            $values | Should -Be @('Any', 'User', 'System', 'Machine', 'UserOrUnknown', 'SystemOrUnknown')
        }
        $offered = (TabExpansion2 'Install-WinGetPackage -Scope ' 29).CompletionMatches.CompletionText
        @($offered | Sort-Object) | Should -Be @('Any', 'Machine', 'System', 'SystemOrUnknown', 'User', 'UserOrUnknown')
    }

    It 'refuse blank text by hand: <_>' -ForEach 'Id', 'Name', 'Query', 'Moniker' {
        foreach ($command in 'Find-WinGetPackage', 'Get-WinGetPackage', 'Install-WinGetPackage', 'Update-WinGetPackage', 'Repair-WinGetPackage', 'Uninstall-WinGetPackage') {
            foreach ($blank in '', '  ') {
                $arguments = @{ $_ = $blank }
                { & $command @arguments -ErrorAction Stop } | Should -Throw -ErrorId "ParameterArgumentValidationError,$command"
            }
        }
    }

    It '<_> without any criterion is refused' -ForEach 'Install-WinGetPackage', 'Repair-WinGetPackage', 'Uninstall-WinGetPackage' {
        { & $_ -ErrorAction Stop } | Should -Throw -ErrorId "WinGetPy.NoCriteria,$_"
    }
}

Describe 'What reaches the engine' {
    BeforeAll { Use-FakeEngine }

    It 'by hand, with Id bound, is not the Name' {
        Install-WinGetPackage -Id a.b -Name 'Some Name' -Source s -Version 1.10 -Scope Machine -Mode Silent -Force -Architecture Default | Out-Null
        Get-FakeMember package/plan | Should -Be @('Force=True', 'Id=a.b', 'Mode=Silent', 'Operation=Install', 'Scope=Machine', 'Source=s', 'Version=1.10')
    }

    It 'is one request for each of several ids' {
        @(Install-WinGetPackage -Id a, b -WhatIf 6>$null).Id | Should -Be @('a', 'b')
        @(Get-FakeRequest package/plan)[-2..-1].Id | Should -Be @('a', 'b')
    }

    It 'is one query of several words' {
        Find-WinGetPackage visual studio code | Out-Null
        Get-FakeMember package/find | Should -Be @('Query=visual studio code')
        Find-WinGetPackage a, b | Out-Null
        Get-FakeMember package/find | Should -Be @('Query=a b')
    }

    It 'of a piped text is a query' {
        'a', 'b' | Install-WinGetPackage -Source s | Out-Null
        @(Get-FakeRequest package/plan)[-2..-1].Query | Should -Be @('a', 'b')
        Get-FakeMember package/plan | Should -Be @('Operation=Install', 'Query=b', 'Source=s')
        'a' | Find-WinGetPackage | Out-Null
        Get-FakeMember package/find | Should -Be @('Query=a')
        'a' | Get-WinGetPackage | Out-Null
        Get-FakeMember package/get | Should -Be @('MatchOption=EqualsCaseInsensitive', 'Query=a')
        'a' | Uninstall-WinGetPackage | Out-Null
        Get-FakeMember package/plan | Should -Be @('Operation=Uninstall', 'Query=a')
    }

    It 'of lines of a text file is plain text' {
        Set-Content "$TestDrive/ids.txt" "a.b`nc.d"
        Get-Content "$TestDrive/ids.txt" | Install-WinGetPackage | Out-Null
        @(Get-FakeRequest package/plan)[-2..-1].Query | Should -Be @('a.b', 'c.d')
    }

    It 'of a table or an object is what it says' {
        @{ Id = 'x.y'; Version = '1.0' } | Install-WinGetPackage | Out-Null
        Get-FakeMember package/plan | Should -Contain 'Id=x.y'
        [pscustomobject]@{ Name = 'Only a name' } | Install-WinGetPackage | Out-Null
        Get-FakeMember package/plan | Should -Be @('Name=Only a name', 'Operation=Install')
        [pscustomobject]@{ PackageIdentifier = 'x.z' } | Install-WinGetPackage | Out-Null
        Get-FakeMember package/plan | Should -Be @('Id=x.z', 'Operation=Install')
    }

    It 'of a package given as argument is the package' {
        $found = Find-WinGetPackage -Id a.b
        Install-WinGetPackage $found | Out-Null
        Get-FakeMember package/plan | Should -Contain 'Id=a.b'
        Install-WinGetPackage -InputObject $found | Out-Null
        Get-FakeMember package/plan | Should -Contain 'Version=2.0'
        Install-WinGetPackage -PSCatalogPackage $found | Out-Null
        Get-FakeMember package/plan | Should -Contain 'Source=fake'
    }

    It 'has blank cells of a CSV file left out' {
        Set-Content "$TestDrive/p.csv" "Id,Name,Moniker,Query,Source,Version,Scope,Architecture,InstallerType,Mode,MatchOption,Force,Log,Location`na.b,,,,,,,,,,,,,`nc.d,n,,,s,1.0,User,X64,Zip,Silent,Equals,True,,"
        $results = Import-Csv "$TestDrive/p.csv" | Install-WinGetPackage
        $results.Status | Should -Be @('Ok', 'Ok')
        $plans = @(Get-FakeRequest package/plan)[-2..-1]
        @($plans[0].PSObject.Properties.Name | Sort-Object) | Should -Be @('Id', 'Operation')
        Get-FakeMember package/plan | Should -Be @('Architecture=X64', 'Force=True', 'Id=c.d', 'InstallerType=Zip', 'MatchOption=Equals', 'Mode=Silent', 'Operation=Install', 'Scope=User', 'Source=s', 'Version=1.0')
    }

    It 'of a CSV file for Find, Get and sources has blank cells left out' {
        Set-Content "$TestDrive/f.csv" "Id,Name,Moniker,Query,Source,Tag,Command,Count,MatchOption,Scope`na.b,,,,,,,,,"
        Import-Csv "$TestDrive/f.csv" | Find-WinGetPackage | Out-Null
        Get-FakeMember package/find | Should -Be @('Id=a.b', 'MatchOption=EqualsCaseInsensitive')
        Import-Csv "$TestDrive/f.csv" | Get-WinGetPackage | Out-Null
        Get-FakeMember package/get | Should -Be @('Id=a.b', 'MatchOption=EqualsCaseInsensitive')
        Set-Content "$TestDrive/s.csv" "Name,Argument,Type,TrustLevel,Explicit,Priority`none,/x/y,,,,`ntwo,/x/z,WinGetPy.Folder,Trusted,True,3"
        Import-Csv "$TestDrive/s.csv" | Add-WinGetSource
        Get-FakeMember source/add | Should -Be @('Argument=/x/z', 'Explicit=True', 'Name=two', 'Priority=3', 'TrustLevel=Trusted', 'Type=WinGetPy.Folder')
        @((@(Get-FakeRequest source/add)[-2]).PSObject.Properties.Name | Sort-Object) | Should -Be @('Argument', 'Name')
    }

    It 'is nothing for what names no package: <Name>' -ForEach @(
        @{ Name = 'a number'; Thing = { 5 } }
        @{ Name = 'a date'; Thing = { Get-Date } }
        @{ Name = 'an object without'; Thing = { [pscustomobject]@{ Foo = 1 } } }
        @{ Name = 'an empty table'; Thing = { @{} } }
        @{ Name = 'blank text'; Thing = { '  ' } }
        @{ Name = 'an Id that is a table'; Thing = { [pscustomobject]@{ Id = @{ a = 1 } } } }
        @{ Name = 'an Id that is an object'; Thing = { [pscustomobject]@{ Id = [pscustomobject]@{ a = 1 } } } }
    ) {
        $before = @(Get-FakeRequest package/plan).Count
        $thing = & $Thing
        $results = , $thing | Install-WinGetPackage -ErrorVariable told -ErrorAction SilentlyContinue
        $results | Should -BeNullOrEmpty
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.InvalidInput,Install-WinGetPackage'
        $told[0].Exception.HResult | Should -Be ([int]0x8A150002)
        $told[0].Exception.Message | Should -Match '\(0x8A150002\)$'
        @(Get-FakeRequest package/plan).Count | Should -Be $before
    }

    It 'is nothing for what names no source: <_>-WinGetSource' -ForEach 'Get', 'Add', 'Remove', 'Update', 'Reset' {
        $extra = if ($_ -eq 'Add') { @{ Argument = 'C:\x' } } else { @{} }
        foreach ($thing in [pscustomobject]@{ Foo = 1 }, @{ Name = 'fake' }, 5) {
            $thing | & "$_-WinGetSource" @extra -ErrorVariable told -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $told[0].FullyQualifiedErrorId | Should -Be "WinGetPy.InvalidInput,$_-WinGetSource"
        }
        @('list', 'add', 'remove', 'update', 'reset' | ForEach-Object { Get-FakeRequest "source/$_" } | Where-Object Name -In '5', '@{Foo=1}', 'System.Collections.Hashtable').Count | Should -Be 0
        [pscustomobject]@{ Argument = 'C:\y' } | Add-WinGetSource -Name named
        Get-FakeMember source/add | Should -Contain 'Name=named'
    }

    It 'is not what an installed package is, only which one' {
        Get-WinGetPackage -Id a.b | Update-WinGetPackage | Out-Null
        Get-FakeMember package/plan | Should -Be @('AmongMany=True', 'Id=a.b', 'Operation=Update', 'ProductCode=a.b_code', 'Scope=UserOrUnknown', 'Source=fake')
        Get-WinGetPackage -Id a.b | Update-WinGetPackage -Architecture X86 | Out-Null
        Get-FakeMember package/plan | Should -Contain 'Architecture=X86'
    }

    It 'has a relative log path made absolute, and a machine path left alone' {
        Push-Location $TestDrive
        try { Install-WinGetPackage -Id a -Log l.txt -Location 'tools\x' | Out-Null } finally { Pop-Location }
        Get-FakeMember package/plan | Should -Contain "Log=$(Join-Path $TestDrive 'l.txt')"
        Get-FakeMember package/plan | Should -Contain 'Location=tools\x'
    }

    It 'of a source''s relative place is where the caller is, never where the engine is' -Skip:($env:OS -eq 'Windows_NT') {
        Push-Location $TestDrive
        try {
            Add-WinGetSource x not/there
            Push-Location Env:
            try { Add-WinGetSource y some/folder } finally { Pop-Location }
        } finally { Pop-Location }
        @(Get-FakeRequest source/add)[-2..-1].Argument | Should -Be @((Join-Path $TestDrive 'not/there'), (Join-Path $TestDrive 'some/folder'))
        Add-WinGetSource z NoDrive:\x -ErrorAction Stop
        Get-FakeMember source/add | Should -Contain 'Argument=NoDrive:\x'
    }

    It 'is a change of all only where -All says so' {
        $before = @(Get-FakeRequest package/update).Count
        @(Update-WinGetPackage -All:$false)[0].PSTypeNames[0] | Should -Be 'WinGetPy.InstalledPackage'
        { Get-WinGetPackage -Id a.b | Update-WinGetPackage -All } | Should -Throw -ErrorId 'WinGetPy.InvalidInput,Update-WinGetPackage'
        @(Get-FakeRequest package/update).Count | Should -Be $before
    }

    It 'has the caller''s proxy variables of this moment' {
        $env:HTTPS_PROXY = 'http://proxy.test:8080'
        try { Find-WinGetPackage x | Out-Null } finally { Remove-Item Env:HTTPS_PROXY }
        @(Get-FakeRequest package/find)[-1].Proxy.Https | Should -Be 'http://proxy.test:8080'
        Find-WinGetPackage x | Out-Null
        @(Get-FakeRequest package/find)[-1].Proxy | Should -BeNullOrEmpty
    }

    It 'has consent only where it was given' {
        Install-WinGetPackage -Id a | Out-Null
        Get-FakeMember package/install | Should -Be @((Get-FakeMember package/install) -match '^PlanId=')
        Install-WinGetPackage -Id a -AcceptPackageAgreements -AcceptSourceAgreements -LockWaitSeconds 5 | Out-Null
        Get-FakeMember package/install | Should -Contain 'AcceptPackageAgreements=True'
        Get-FakeMember package/install | Should -Contain 'AcceptSourceAgreements=True'
        Get-FakeMember package/install | Should -Contain 'LockWaitSeconds=5'
    }
}

Describe 'Which properties bind' {
    BeforeDiscovery {
        # What reaches the engine's plan of each object, whether live or through Select-Object, CSV, Clixml or a job.
        $flows = foreach ($way in 'live', 'Select-Object', 'CSV', 'Clixml', 'job') {
            @{ Way = $way; From = 'FoundPackage'; To = 'Install'; Members = 'Id=a.b', 'Operation=Install', 'Source=fake', 'Version=2.0' }
            @{ Way = $way; From = 'FoundPackage'; To = 'Update'; Members = 'Id=a.b', 'Operation=Update', 'Source=fake', 'Version=2.0' }
            @{ Way = $way; From = 'FoundPackage'; To = 'Uninstall'; Members = 'Id=a.b', 'Operation=Uninstall', 'Source=fake' }
            @{ Way = $way; From = 'InstalledPackage'; To = 'Install'; Members = 'Id=a.b', 'Operation=Install', 'ProductCode=a.b_code', 'Scope=UserOrUnknown', 'Source=fake' }
            @{ Way = $way; From = 'InstalledPackage'; To = 'Update'; Members = 'AmongMany=True', 'Id=a.b', 'Operation=Update', 'ProductCode=a.b_code', 'Scope=UserOrUnknown', 'Source=fake' }
            @{ Way = $way; From = 'InstalledPackage'; To = 'Uninstall'; Members = 'Id=a.b', 'Operation=Uninstall', 'ProductCode=a.b_code', 'Scope=User', 'Source=fake' }
            @{ Way = $way; From = 'InstallResult'; To = 'Uninstall'; Members = 'Id=a.b', 'Operation=Uninstall', 'ProductCode=a.b_code', 'Source=fake', 'Version=2.0' }
            @{ Way = $way; From = 'UninstallResult'; To = 'Install'; Members = 'Id=a.b', 'Operation=Install', 'Source=fake' }
        }
    }
    BeforeAll {
        Use-FakeEngine
        $objects = @{
            FoundPackage     = Find-WinGetPackage -Id a.b
            InstalledPackage = Get-WinGetPackage -Id a.b
            InstallResult    = Install-WinGetPackage -Id a.b
            UninstallResult  = Uninstall-WinGetPackage -Id a.b
        }
        $jobs = Start-Job { param($objects) $objects } -ArgumentList $objects | Receive-Job -Wait -AutoRemoveJob
        function Send-Object($object, $way, $from) {
            if ($way -eq 'live') { return $object }
            if ($way -eq 'Select-Object') { return $object | Select-Object * }
            if ($way -eq 'CSV') { return $object | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv }
            if ($way -eq 'job') { return $jobs[$from] }
            $object | Export-Clixml "$TestDrive/x.xml"
            Import-Clixml "$TestDrive/x.xml"
        }
    }

    It 'of a <From>, <Way>, to <To>: <Members>' -ForEach $flows {
        $sent = Send-Object $objects[$From] $Way $From
        $result = $sent | & "$To-WinGetPackage" -ErrorAction Stop
        $result.Status | Should -Be 'Ok'
        Get-FakeMember package/plan | Should -Be $Members
    }

    It 'of a found package, its version only where -Version names one, to Uninstall' {
        $objects['FoundPackage'] | Uninstall-WinGetPackage -Version 1.0 | Out-Null
        Get-FakeMember package/plan | Should -Contain 'Version=1.0'
        Uninstall-WinGetPackage $objects['FoundPackage'] | Out-Null
        Get-FakeMember package/plan | Should -Be @('Id=a.b', 'Operation=Uninstall', 'Source=fake')
    }

    It 'of a line of a file and of a table, their version, to Uninstall' {
        foreach ($thing in ("Id,Version`na.b,1.0" | ConvertFrom-Csv), @{ Id = 'a.b'; Version = '1.0' }, [pscustomobject]@{ Id = 'a.b'; Version = '1.0' }) {
            $thing | Uninstall-WinGetPackage | Out-Null
            Get-FakeMember package/plan | Should -Be @('Id=a.b', 'Operation=Uninstall', 'Version=1.0')
        }
    }

    It 'of a source: its name and how it is added' {
        Get-WinGetSource -Name fake | Add-WinGetSource
        Get-FakeMember source/add | Should -Be @('Argument=C:\fake', 'Name=fake', 'TrustLevel=None', 'Type=WinGetPy.Folder')
        Get-WinGetSource -Name fake | Remove-WinGetSource
        Get-FakeMember source/remove | Should -Be @('Name=fake')
        'fake' | Reset-WinGetSource
        Get-FakeMember source/reset | Should -Be @('Name=fake')
        Get-WinGetSource -Name fake | Update-WinGetSource
        Get-FakeMember source/update | Should -Be @('Name=fake')
        'added' | Add-WinGetSource -Argument C:\fake
        Get-FakeMember source/add | Should -Be @('Argument=C:\fake', 'Name=added')
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
