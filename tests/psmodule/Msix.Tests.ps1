#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
}

Describe 'Requests' {
    BeforeEach { Use-FakeEngine }

    It 'families of packages and names of volumes are completed' {
        $family = (Get-WinGetMsixPackage).FamilyName
        $volume = @(Get-WinGetMsixVolume)[0].Name
        foreach ($line in 'Get-WinGetMsixPackage con', 'Remove-WinGetMsixPackage ', 'Repair-WinGetMsixPackage Con', 'Reset-WinGetMsixPackage ', 'Test-WinGetMsixPackage -Target ') {
            (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Should -Be $family -Because $line
        }
        foreach ($line in 'Get-WinGetMsixVolume -Name ', 'Test-WinGetMsixVolume ', 'Repair-WinGetMsixVolume ', 'Add-WinGetMsixPackage a.msix -TargetVolume ') {
            (TabExpansion2 $line $line.Length).CompletionMatches.ListItemText | Should -Be $volume -Because $line
        }
    }

    It 'an addition is planned, carried out and emitted, with its options' {
        $result = Add-WinGetMsixPackage https://contoso.com/app.msix -AllowUnsigned -DependencyPackageUris https://contoso.com/vc.msix -StubPackageOption InstallFull -LockWaitSeconds 5
        $result.PSTypeNames[0] | Should -Be 'WinGetPy.MsixDeploymentResult'
        $result.Status | Should -Be 'CompletedSuccess'
        $result.Succeeded() | Should -BeTrue
        $sent = @(Get-FakeRequest msix/add)[0]
        $sent.Target | Should -Be 'https://contoso.com/app.msix'
        $sent.LockWaitSeconds | Should -Be 5
        $sent.Options.AllowUnsigned | Should -BeTrue
        $sent.Options.DependencyPackageUris | Should -Be @('https://contoso.com/vc.msix')
        $sent.Options.StubPackageOption | Should -Be 1
        @(Get-FakeRequest msix/plan)[0].AddOptions.AllowUnsigned | Should -BeTrue
    }

    It '-WhatIf shows the plan and changes nothing: <_>' -ForEach 'Add', 'Remove', 'Repair', 'Reset' {
        $plan = & "$_-WinGetMsixPackage" Contoso.App_8wekyb3d8bbwe -WhatIf
        $plan.PSTypeNames[0] | Should -Be 'WinGetPy.MsixPlan'
        $plan.Action | Should -Be $_
        @(Get-FakeRequest "msix/$($_.ToLowerInvariant())").Count | Should -Be 0
    }

    It 'objects bind by the name that they have' {
        Get-WinGetMsixPackage | Remove-WinGetMsixPackage | Out-Null
        @(Get-FakeRequest msix/remove)[0].Target | Should -Be 'Contoso.App_1.0.0.0_x64__8wekyb3d8bbwe'
        [pscustomobject]@{ Id = 'Contoso.App'; PackageFamilyName = 'Contoso.App_8wekyb3d8bbwe' } | Repair-WinGetMsixPackage | Out-Null
        @(Get-FakeRequest msix/repair)[0].Target | Should -Be 'Contoso.App_8wekyb3d8bbwe'
        Get-WinGetMsixPackage | Invoke-WinGetMsixDeployment Provision | Out-Null
        $sent = @(Get-FakeRequest msix/deploy)[0]
        $sent.Operation, $sent.Target | Should -Be @('Provision', 'Contoso.App_8wekyb3d8bbwe')
        Set-Content "$TestDrive/app.msix" 'x'
        Get-Item "$TestDrive/app.msix" | Add-WinGetMsixPackage | Out-Null
        @(Get-FakeRequest msix/add)[0].Target | Should -Be (Get-Item "$TestDrive/app.msix").FullName
    }

    It 'something that names no package is refused, and the next one goes on' {
        $results = [pscustomobject]@{ Colour = 'red' }, 'Contoso.App_8wekyb3d8bbwe' | Reset-WinGetMsixPackage -ErrorAction SilentlyContinue -ErrorVariable failed
        $failed.FullyQualifiedErrorId | Should -Be 'WinGetPy.InvalidInput,Reset-WinGetMsixPackage'
        @($results).Count | Should -Be 1
    }

    It 'a set goes whole, with its paths' {
        $set = @{ Id = 'office'; PackageSetItems = @(@{ Id = 'app'; PackageFamilyName = 'Contoso.App_8wekyb3d8bbwe'; MinVersion = '1.0.0.0'; PackageUri = "$TestDrive/app.msix" }) }
        Invoke-WinGetMsixDeployment EnsureIsReady -PackageSet $set -Option @{ RegisterNewerIfAvailable = $true } | Out-Null
        [pscustomobject]$set | ForEach-Object { Add-WinGetMsixPackage -PackageSet $_ } | Out-Null
        foreach ($method in 'msix/deploy', 'msix/add') {
            $sent = @(Get-FakeRequest $method)[0].PackageSet
            $sent.Id | Should -Be 'office'
            $sent.PackageSetItems[0].PackageUri | Should -Be "$TestDrive/app.msix"
        }
        @(Get-FakeRequest msix/deploy)[0].EnsureOptions.RegisterNewerIfAvailable | Should -BeTrue
    }

    It 'paths within options and digests are whole, and names are no paths' {
        Push-Location $TestDrive
        try {
            Add-WinGetMsixPackage ./app.msix -ExpectedDigests @{ './app.msix' = 'sha256:1' } -DependencyPackageUris ./vc.msix | Out-Null
            Invoke-WinGetMsixDeployment EnsureIsReady ms-uup:///Product/1 -Option @{ AddPackageOptions = @{ DependencyPackageUris = './vc.msix'; StubPackageOption = 'InstallStub' } } | Out-Null
            Remove-WinGetMsixPackage Contoso.App | Out-Null
        } finally { Pop-Location }
        $whole = Join-Path (Get-Item $TestDrive).FullName 'vc.msix'
        $sent = @(Get-FakeRequest msix/add)[0]
        @($sent.Options.ExpectedDigests.PSObject.Properties.Name) | Should -Be @($sent.Target)
        $sent.Options.DependencyPackageUris | Should -Be @($whole)
        $inner = @(Get-FakeRequest msix/deploy)[0].EnsureOptions.AddPackageOptions
        $inner.DependencyPackageUris, $inner.StubPackageOption | Should -Be @($whole, 2)
        @(Get-FakeRequest msix/remove)[0].Target | Should -Be 'Contoso.App'
    }

    It 'what is no set is refused: <_>' -ForEach 'text', 5 {
        { Add-WinGetMsixPackage -PackageSet $_ -ErrorAction Stop } | Should -Throw '*no package set*' -ErrorId 'WinGetPy.InvalidInput,Add-WinGetMsixPackage'
    }

    It 'the tables fit into 80 columns' {
        $package = 'Contoso.App_1.0.0.0_x64__8wekyb3d8bbwe'
        $shown = @(
            Add-WinGetMsixPackage https://contoso.com/app.msix | Format-Table | Out-String -Width 80
            Test-WinGetMsixPackage Contoso.App_8wekyb3d8bbwe | Format-Table | Out-String -Width 80
            Remove-WinGetMsixPackage $package -WhatIf | Format-Table | Out-String -Width 80
            Test-WinGetMsixVolume | Format-Table | Out-String -Width 80
        )
        $shown[0] | Should -Match 'app\.msix +CompletedSuccess +True +1[.,]0 KB +3[.,]0 KB'
        $shown[1] | Should -Match 'Contoso\.App_'
        $shown[1] | Should -Match 'Ready'
        $shown[2] | Should -Match 'Remove +Contoso\.App '
        $shown[3] | Should -Match 'C:\\ +True'
    }

    It 'no operation and no name of a volume is broken at 110 columns' {
        $result = Add-WinGetMsixPackage https://contoso.com/app.msix
        foreach ($operation in 'EnsureIsReady', 'Deprovision', 'Unregister') {
            $result.Operation = $operation
            ($result | Format-Table | Out-String -Width 110) | Should -Match "(?m)^$operation "
        }
        $volume = Test-WinGetMsixVolume
        $volume.Name = '\\?\Volume{0a1b2c3d-0000-1111-2222-333344445555}\'
        $volume.PackageStorePath = 'C:\Program Files\WindowsApps'
        $shown = $volume | Format-Table | Out-String -Width 110
        $shown | Should -Match ([regex]::Escape($volume.Name))
        $shown | Should -Match ([regex]::Escape($volume.PackageStorePath))
    }

    It 'a test says what is there and what is missing, as a tree' {
        $set = @{ Id = 'office'; PackageSetItems = @(@{ Id = 'app'; PackageFamilyName = 'Contoso.App_8wekyb3d8bbwe' }, @{ Id = 'more'; PackageFamilyName = 'Contoso.More_8wekyb3d8bbwe' }) }
        $rows = Test-WinGetMsixPackage -PackageSet $set
        @($rows.IsReady) | Should -Be @($true, $false)
        $shown = $rows | Out-String -Width 200
        $shown | Should -Match 'package set office'
        $shown | Should -Match '\[x\]\s+\+- app'
        $shown | Should -Match '\[ \]\s+\+- more'
        Test-WinGetMsixPackage -PackageSet $set -Quiet | Should -BeFalse
        Test-WinGetMsixPackage Contoso.App_8wekyb3d8bbwe -Quiet | Should -BeTrue
    }

    It 'what was transferred is shown' {
        (Add-WinGetMsixPackage https://contoso.com/app.msix | Format-List | Out-String) | Should -Match 'Transferred : 1[.,]0 KB of 4[.,]0 KB, 3[.,]0 KB were there'
    }
}

Describe 'Failures' {
    It 'are a result and an error with the code of Windows' {
        Use-FakeEngine item=InstallPackageNotFound:0x80073CF1:x
        $result = Remove-WinGetMsixPackage Contoso.App_8wekyb3d8bbwe -ErrorAction SilentlyContinue -ErrorVariable failed
        $result.Status, $result.ErrorCode | Should -Be @('CompletedFailure', '0x80073CF1')
        @($failed.FullyQualifiedErrorId) | Should -Contain 'WinGetPy.InstallPackageNotFound,Remove-WinGetMsixPackage'
    }

    It 'of a target that the verb does not take come before anything is done' {
        Use-FakeEngine fail=msix/plan:InvalidParameter:0x80070057
        Add-WinGetMsixPackage Contoso.App_8wekyb3d8bbwe -ErrorAction SilentlyContinue -ErrorVariable failed | Should -BeNullOrEmpty
        $failed[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.InvalidParameter,Add-WinGetMsixPackage'
        @(Get-FakeRequest msix/add).Count | Should -Be 0
    }

    It 'an operation without options refuses some' {
        Use-FakeEngine
        { Invoke-WinGetMsixDeployment Deprovision Contoso.App_8wekyb3d8bbwe -Option @{ A = 1 } -ErrorAction Stop } | Should -Throw -ErrorId 'WinGetPy.InvalidInput,Invoke-WinGetMsixDeployment'
    }
}

Describe 'Volumes' {
    It 'are listed, tested and repaired' {
        Use-FakeEngine broken
        (Get-WinGetMsixVolume).MountPoint | Should -Be 'C:\'
        Test-WinGetMsixVolume -Quiet | Should -BeFalse
        Repair-WinGetMsixVolume -WhatIf | Out-Null
        @(Get-FakeRequest msix/volumeRepair).Count | Should -Be 0
        Repair-WinGetMsixVolume | Out-Null
        @(Get-FakeRequest msix/volumeRepair).Count | Should -Be 1
    }
}

Describe 'On a sandbox' {
    BeforeAll {
        Use-Sandbox -WithoutSource
        $env:PYTHONPATH, $saved = (@("$PSScriptRoot/../../engine", "$PSScriptRoot/..") -join [IO.Path]::PathSeparator), $env:PYTHONPATH
        $python = if ($env:WINGETPY_TEST_PYTHON) { $env:WINGETPY_TEST_PYTHON } else { 'python3' }
        foreach ($number in 1, 2) {
            & $python -m kit.msix_file "$TestDrive/app$number.msix" --version "$number.0.0.0" --key "$TestDrive/key.pem" --trust "$env:WINGETPY_ROOT/Packages/trust" | Out-Null
        }
        $env:PYTHONPATH = $saved
    }

    It 'a package is added, updated, repaired and removed' {
        if ($env:OS -eq 'Windows_NT') { Set-ItResult -Skipped -Because 'a path with a drive is one of the sandbox there' }
        $plan = Add-WinGetMsixPackage "$TestDrive/app1.msix" -WhatIf
        $plan.Action, $plan.ToVersion | Should -Be @('Add', '1.0.0.0')
        $added = Add-WinGetMsixPackage "$TestDrive/app1.msix"
        $added.Status, $added.Changed, $added.IsRegistered | Should -Be @('CompletedSuccess', $true, $true)
        $package = Get-WinGetMsixPackage
        $package.Version, $package.Status | Should -Be @('1.0.0.0', 'Ok')
        (Get-WinGetPackage).PackageFamilyName | Should -Be $package.FamilyName
        (Add-WinGetMsixPackage "$TestDrive/app2.msix" -WhatIf).FromVersion | Should -Be '1.0.0.0'
        (Get-Item "$TestDrive/app2.msix" | Add-WinGetMsixPackage).Removed | Should -Be $package.FullName
        (Add-WinGetMsixPackage "$TestDrive/app2.msix").Changed | Should -BeFalse
        (Get-WinGetPackage | Repair-WinGetMsixPackage).Status | Should -Be 'CompletedSuccess'
        Test-WinGetMsixPackage $package.FamilyName -Quiet | Should -BeTrue
        (Get-WinGetMsixPackage | Remove-WinGetMsixPackage).Changed | Should -BeTrue
        Get-WinGetMsixPackage | Should -BeNullOrEmpty
        @(Get-WinGetHistory -Count 1).Operation | Should -Be 'Remove'
    }

    It 'an option that there is not is refused, and named' {
        { Invoke-WinGetMsixDeployment Stage "$TestDrive/app1.msix" -Option @{ Nope = 1 } -ErrorAction Stop } | Should -Throw '*-Option does not fit Stage*Nope*'
    }

    It 'a file that is not there is an error with both codes' {
        $result = Add-WinGetMsixPackage "$TestDrive/none.msix" -ErrorAction SilentlyContinue -ErrorVariable failed
        $result.ErrorCode, $result.ExtendedErrorCode | Should -Be @('0x80073CF0', '0x80070003')
        @($failed.FullyQualifiedErrorId) | Should -Contain 'WinGetPy.InstallOpenPackageFailed,Add-WinGetMsixPackage'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
