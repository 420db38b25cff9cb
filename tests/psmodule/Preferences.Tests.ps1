#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    # Commands that only a compiled cmdlet would follow by itself: a script file, and a function of another module.
    $deploy = Join-Path $TestDrive 'Deploy.ps1'
    Set-Content $deploy @'
[CmdletBinding(SupportsShouldProcess)] param([string[]] $Ids, [switch] $Stop)
if ($Stop) { $ErrorActionPreference = 'Stop' }
foreach ($id in $Ids) { Install-WinGetPackage -Id $id }
'reached the end'
'@
    $module = Join-Path $TestDrive 'Deploying.psm1'
    Set-Content $module @'
function Invoke-Deployment {
    [CmdletBinding(SupportsShouldProcess)] param([string[]] $Ids, [switch] $Stop)
    if ($Stop) { $ErrorActionPreference = 'Stop' }
    foreach ($id in $Ids) { Install-WinGetPackage -Id $id }
    'reached the end'
}
function Invoke-Quiet {
    param([hashtable] $Set)
    foreach ($name in $Set.Keys) { Set-Variable $name $Set[$name] }
    Find-WinGetPackage a
}
'@
    Import-Module $module -Force
    function Get-Changes { @(Get-FakeRequest package/install).Count + @(Get-FakeRequest package/uninstall).Count + @(Get-FakeRequest package/update).Count }
}

Describe 'The caller''s preferences' {
    BeforeEach { Use-FakeEngine }

    It '-WhatIf of a script file holds for what it calls' {
        $results = & $deploy -Ids a, b -WhatIf
        $results.Count | Should -Be 3
        $results[0].PSTypeNames[0] | Should -Be 'WinGetPy.Plan'
        Get-Changes | Should -Be 0
    }

    It '-WhatIf of another module''s function holds for what it calls' {
        $results = Invoke-Deployment -Ids a, b -WhatIf
        $results[1].Id | Should -Be 'b'
        Get-Changes | Should -Be 0
        @(Invoke-Deployment -Ids a, b).Count | Should -Be 3
        Get-Changes | Should -Be 2
    }

    It '$WhatIfPreference in the global scope, a script and a function holds' {
        & { $WhatIfPreference = $true; Uninstall-WinGetPackage -Id a; Update-WinGetPackage -Id a } | Out-Null
        Get-Changes | Should -Be 0
        & { $WhatIfPreference = $true; Install-WinGetPackage -Id a -WhatIf:$false } | Out-Null
        Get-Changes | Should -Be 1
    }

    It '$ErrorActionPreference = Stop of a script file stops it' {
        Use-FakeEngine 'item=InstallFailed:0x8A150006:InstallError'
        { & $deploy -Ids a, b -Stop } | Should -Throw -ErrorId 'WinGetPy.InstallFailed,Install-WinGetPackage'
        Get-Changes | Should -Be 1
        $results = & $deploy -Ids a, b -ErrorAction SilentlyContinue
        $results[-1] | Should -Be 'reached the end'
        Get-Changes | Should -Be 3
    }

    It '$ErrorActionPreference = Stop of another module''s function stops it, and an explicit parameter wins' {
        Use-FakeEngine 'fail=package/plan:NoApplicationsFound:0x8A150014'
        { Invoke-Deployment -Ids a, b -Stop } | Should -Throw -ErrorId 'WinGetPy.NoApplicationsFound,Install-WinGetPackage'
        $ErrorActionPreference = 'Stop'
        Install-WinGetPackage -Id a -ErrorAction SilentlyContinue -ErrorVariable told
        $told.Count | Should -Be 1
    }

    It 'verbose, warning and information follow, too' {
        Use-FakeEngine 'tell'
        $all = Invoke-Quiet @{ VerbosePreference = 'Continue'; WarningPreference = 'SilentlyContinue'; InformationPreference = 'SilentlyContinue' } 4>&1 3>&1 6>&1
        @($all | Where-Object { $_ -is [Management.Automation.VerboseRecord] }).Message | Should -Contain 'a verbose text'
        @($all | Where-Object { $_ -is [Management.Automation.WarningRecord] }).Count | Should -Be 0
        { Invoke-Quiet @{ WarningPreference = 'Stop' } } | Should -Throw '*a warning*'
    }

    It '-Confirm with nobody to ask changes nothing' {
        $told = pwsh -NoProfile -NonInteractive -Command "Import-Module '$(Get-ModulePath)'; & { `$ConfirmPreference = 'Low'; Install-WinGetPackage -Id a }; Install-WinGetPackage -Id b -Confirm" 2>&1
        "$told" | Should -Match 'NonInteractive'
        Get-Changes | Should -Be 0
    }

    It '-Confirm with nobody to ask changes no source' {
        $told = pwsh -NoProfile -NonInteractive -Command @"
Import-Module '$(Get-ModulePath)'
Add-WinGetSource new C:\new -Confirm
Remove-WinGetSource fake -Confirm
Update-WinGetSource -Confirm
Reset-WinGetSource -All -Confirm
"@ 2>&1
        @([regex]::Matches("$told", 'NonInteractive')).Count | Should -Be 4
        foreach ($method in 'add', 'remove', 'update', 'reset') { @(Get-FakeRequest "source/$method").Count | Should -Be 0 -Because $method }
    }

    It '-WhatIf for the whole session leaves the import alone' {
        $told = pwsh -NoProfile -Command "`$WhatIfPreference = `$true; Import-Module '$(Get-ModulePath)'; (Get-Alias iswgp).Definition"
        $told | Should -Be 'Install-WinGetPackage'
    }

    It '-Confirm shows the plan, and carries out that plan after a yes only' -Skip:($env:OS -eq 'Windows_NT') {
        Set-Content "$TestDrive/confirm.ps1" "Import-Module '$(Get-ModulePath)'; Install-WinGetPackage -Id a, b -Confirm | ForEach-Object { `"done with `$(`$_.Id)`" }"
        $told = & (Get-TestPython) (Join-Path $PSScriptRoot terminal.py) (Get-Process -Id $PID).Path "$TestDrive/confirm.ps1" 'wait:"Y")' "type:n`n" 'pause:0.5' "type:y`n" 'wait:done with' 'end:10'
        "$told" | Should -Match 'Install a 2\.0.*fake\.zip'
        "$told" | Should -Match 'done with b'
        Get-Changes | Should -Be 1
        @(Get-FakeRequest package/install)[0].PlanId | Should -Be 'plan1'
    }

    It 'a strict mode of the caller is not ours' {
        & { Set-StrictMode -Version Latest; @(Find-WinGetPackage a).Count } | Should -Be 1
        $told = pwsh -NoProfile -Command "Set-StrictMode -Version Latest; Import-Module '$(Get-ModulePath)'; (Find-WinGetPackage a).Id; (Install-WinGetPackage -Id b).Status"
        $told | Should -Be @('a', 'Ok')
    }
}

Describe 'Errors' {
    BeforeEach { Use-FakeEngine 'item=InstallFailed:0x8A150006:InstallError' }

    It 'come after the result, with winget''s code, category and the package' {
        $result = Install-WinGetPackage -Id a.b -ErrorVariable told -ErrorAction SilentlyContinue
        $result.Status | Should -Be 'InstallError'
        $result.Changed | Should -BeFalse
        $result.InstallerErrorCode | Should -Be 1603
        $result.ErrorCode | Should -Be '0x8A150006'
        $result.ExtendedErrorCode | Should -BeOfType ([Runtime.InteropServices.COMException])
        $result.ExtendedErrorCode.HResult | Should -Be ([int]0x8A150006)
        $result.Succeeded() | Should -BeFalse
        $result.ErrorMessage() | Should -Match 'a.b went wrong'
        $result | Export-Clixml "$TestDrive/result.xml"
        $restored = Import-Clixml "$TestDrive/result.xml"
        $restored.Succeeded() | Should -BeFalse
        $restored.ErrorMessage() | Should -Match 'a.b went wrong'
        $restored.ErrorCode | Should -Be '0x8A150006'
        $told.Count | Should -Be 1
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.InstallFailed,Install-WinGetPackage'
        "$($told[0].CategoryInfo.Category)" | Should -Be 'InvalidResult'
        $told[0].TargetObject | Should -Be 'a.b'
        $told[0].Exception.Message | Should -Be "a.b went wrong. The installer's exit code is 1603. Try again. (0x8A150006)"
        $told[0].Exception.Data['LogPath'] | Should -Be 'install.log'
        $told[0].Exception.Data['HeldBy'] | Should -Be 'Notepad (process 12)'
    }

    It 'name an installer''s exit code once' {
        Use-FakeEngine 'item=InstallFailed:0x8A150006:InstallError,exitcode'
        $result = Install-WinGetPackage -Id a.b -ErrorVariable told -ErrorAction SilentlyContinue
        $told[0].Exception.Message | Should -Be 'a.b failed with exit code 1603. Try again. (0x8A150006)'
        $told[0].Exception.Data['InstallerExitCode'] | Should -Be 1603
        $result.ProductCode | Should -Be 'a.b_code'
        $result.InstallLocation | Should -Be 'C:\Fake'
        $result.LogPath | Should -Be 'C:\Logs\install.log'
        (Uninstall-WinGetPackage -Id a.b -ErrorAction SilentlyContinue).LogPath | Should -Be 'C:\Logs\uninstall.log'
        (Repair-WinGetPackage -Id a.b -ErrorAction SilentlyContinue).ProductCode | Should -Be 'a.b_code'
    }

    It 'are stopped at by -ErrorAction Stop, and the result is kept' {
        $results = [Collections.ArrayList]@()
        { 'a', 'b' | Install-WinGetPackage -ErrorAction Stop | ForEach-Object { $null = $results.Add($_) } } | Should -Throw
        $results.Id | Should -Be 'a'
    }

    It 'let the next package go on otherwise' {
        @(Install-WinGetPackage -Id a, b, c -ErrorAction SilentlyContinue).Count | Should -Be 3
    }

    It 'of a request have no result' {
        Use-FakeEngine 'fail=package/plan:MultipleApplicationsFound:0x8A150016'
        $result = Uninstall-WinGetPackage -Id a -ErrorVariable told -ErrorAction SilentlyContinue
        $result | Should -BeNullOrEmpty
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.MultipleApplicationsFound,Uninstall-WinGetPackage'
        $told[0].TargetObject | Should -Be 'a'
    }

    It 'leave nothing in $Error when they were dealt with' {
        Use-FakeEngine
        $Error.Clear()
        Find-WinGetPackage a -ErrorVariable told | Out-Null
        Install-WinGetPackage -Id a -ErrorVariable +told | Out-Null
        'b' | Install-WinGetPackage -WhatIf -ErrorVariable +told | Out-Null
        Find-WinGetPackage | Select-Object -First 1 | Out-Null
        Stop-Process -Id (& (Get-Module WinGetPy) { $script:Engine }).Process.Id -Force
        Start-Sleep -Milliseconds 200
        Get-WinGetVersion -ErrorVariable +told | Out-Null
        Remove-Module WinGetPy
        Import-TestModule
        $Error.Count | Should -Be 0
        $told.Count | Should -Be 0
    }

    It 'say how several packages are named, where words were taken as one query' {
        Use-FakeEngine 'fail=package/plan:NoApplicationsFound:0x8A150014'
        Install-WinGetPackage Git.Git, 7zip.7zip -ErrorVariable told -ErrorAction SilentlyContinue
        $told[0].Exception.Message | Should -Match ([regex]::Escape("-Id a, b or through the pipeline"))
        $told[0].Exception.Message | Should -Match 'Git.Git 7zip.7zip'
    }

    It 'of a piped package with nothing newer are none: its result says so' {
        Use-FakeEngine 'item=UpdateNotApplicable:0x8A15002B:NoApplicableUpgrade,none=NoApplicableUpgrade'
        $Error.Clear()
        $all = Get-WinGetPackage -Id a | Update-WinGetPackage -Verbose 4>&1
        $result = $all | Where-Object { $_ -isnot [Management.Automation.VerboseRecord] }
        $result.Status | Should -Be 'NoApplicableUpgrade'
        $result.ErrorCode | Should -Be '0x8A15002B'
        @($all | Where-Object { $_ -is [Management.Automation.VerboseRecord] }).Message | Should -Contain 'a: a went wrong. (0x8A15002B)'
        $Error.Count | Should -Be 0
        Update-WinGetPackage -Id a -ErrorVariable named -ErrorAction SilentlyContinue | Out-Null
        'a' | Update-WinGetPackage -ErrorVariable +named -ErrorAction SilentlyContinue | Out-Null
        $named.Count | Should -Be 2
    }

    It 'of a plan come after it with -WhatIf, and after its result without: <Symbol>' -ForEach @(
        @{ Symbol = 'NoApplicableInstaller'; Will = 'stands=NoApplicableInstaller:0x8A150010:NoApplicableInstallers'; Action = 'None'; Status = 'NoApplicableInstallers' }
        @{ Symbol = 'MissingDependency'; Will = 'stands=MissingDependency:0x8A150104:InstallError'; Action = 'None'; Status = 'InstallError' }
        @{ Symbol = 'PackageAgreementsNotAccepted'; Will = 'consent,agreements'; Action = 'Install'; Status = 'PackageAgreementsNotAccepted' }
    ) {
        Use-FakeEngine $Will
        $shown = @(Install-WinGetPackage -Id a, b -WhatIf 2>&1 6>$null)
        $shown.Count | Should -Be 4   # plan, error, plan, error
        $shown[0].PSTypeNames[0] | Should -Be 'WinGetPy.Plan'
        $shown[0].Action | Should -Be $Action
        $shown[1].FullyQualifiedErrorId | Should -Be "WinGetPy.$Symbol,Install-WinGetPackage"
        $shown[1].TargetObject | Should -Be 'a'
        $shown[2].Id | Should -Be 'b'
        Get-Changes | Should -Be 0

        $done = @(Install-WinGetPackage -Id a, b 2>&1)
        $done.Count | Should -Be 4   # result, error, result, error
        $done[0].Status | Should -Be $Status
        $done[0].Changed | Should -BeFalse
        $done[1].FullyQualifiedErrorId | Should -Be "WinGetPy.$Symbol,Install-WinGetPackage"
        # What a plan says in full needs no second request.
        $sent = if ($Status -eq 'NoApplicableInstallers') { @() } else { 'plan2', 'plan3' }
        @(Get-FakeRequest package/install | ForEach-Object PlanId) | Should -Be $sent
    }

    It 'of a plan are none where the agreements are accepted' {
        Use-FakeEngine 'consent,agreements'
        $results = Install-WinGetPackage -Id a -AcceptPackageAgreements -ErrorVariable told
        $results.Status | Should -Be 'Ok'
        $told.Count | Should -Be 0
    }

    It 'of a found package that has no installer for this machine are told: nothing is installed' {
        Use-FakeEngine 'stands=NoApplicableInstaller:0x8A150010:NoApplicableInstallers'
        (Find-WinGetPackage -Id a | Install-WinGetPackage -WhatIf -ErrorVariable told -ErrorAction SilentlyContinue).Action | Should -Be 'None'
        (Find-WinGetPackage -Id a | Install-WinGetPackage -ErrorVariable +told -ErrorAction SilentlyContinue).Status | Should -Be 'NoApplicableInstallers'
        ([pscustomobject]@{ Id = 'a' } | Install-WinGetPackage -ErrorVariable +told -ErrorAction SilentlyContinue).Status | Should -Be 'NoApplicableInstallers'
        $told.FullyQualifiedErrorId | Should -Be (@('WinGetPy.NoApplicableInstaller,Install-WinGetPackage') * 3)
        foreach ($verb in 'Install', 'Update') {
            (Get-WinGetPackage -Id a | & "$verb-WinGetPackage" -ErrorVariable none).Status | Should -Be 'NoApplicableInstallers'
            $none.Count | Should -Be 0
        }
    }

    It 'refuse what was listed on another machine, unless -Force' {
        Use-FakeEngine
        $package = Get-WinGetPackage -Id a | Add-Member @{ PSComputerName = 'srv.example.test'; MachineId = 'othermachine' } -PassThru -Force
        $result = $package | Uninstall-WinGetPackage -ErrorVariable told -ErrorAction SilentlyContinue
        $result | Should -BeNullOrEmpty
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.OtherComputer,Uninstall-WinGetPackage'
        $told[0].Exception.HResult | Should -Be ([int]0x8A150002)
        $told[0].Exception.Message | Should -Match '-Force.*\(0x8A150002\)$'
        @(Get-FakeRequest package/plan).Count | Should -Be 0
        ($package | Uninstall-WinGetPackage -Force).Status | Should -Be 'Ok'
        $package.MachineId = 'fakemachine'
        foreach ($own in 'srv.example.test', 'localhost', [Environment]::MachineName) {
            $package.PSComputerName = $own
            ($package | Update-WinGetPackage).Status | Should -Be 'Ok'
        }
    }

    It 'refuse text, too, that came from another machine' {
        Use-FakeEngine
        $text = 'a' | Add-Member PSComputerName 'srv.example.test' -PassThru
        $text | Uninstall-WinGetPackage -ErrorVariable told -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.OtherComputer,Uninstall-WinGetPackage'
        ($text | Uninstall-WinGetPackage -Force).Status | Should -Be 'Ok'
    }

    It 'refuse a source of another machine: <_>-WinGetSource' -ForEach 'Add', 'Remove', 'Update', 'Reset' {
        Use-FakeEngine
        $method = "source/$($_.ToLowerInvariant())"
        $source = Get-WinGetSource -Name fake | Add-Member @{ PSComputerName = 'srv.example.test'; MachineId = 'othermachine' } -PassThru -Force
        foreach ($thing in $source, ('fake' | Add-Member PSComputerName 'srv.example.test' -PassThru)) {
            $extra = if ($_ -eq 'Add' -and $thing -is [string]) { @{ Argument = 'C:\x' } } else { @{} }
            $thing | & "$_-WinGetSource" @extra -ErrorVariable told -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $told[0].FullyQualifiedErrorId | Should -Be "WinGetPy.OtherComputer,$_-WinGetSource"
            $told[0].Exception.HResult | Should -Be ([int]0x8A150002)
            $told[0].Exception.Message | Should -Match 'fake was listed on srv.* -Name'
            @(Get-FakeRequest $method).Count | Should -Be 0
        }
        $source.PSComputerName = [Environment]::MachineName
        $source.MachineId = 'fakemachine'
        $source | & "$_-WinGetSource"
        @(Get-FakeRequest $method).Count | Should -Be 1
        $source | Get-WinGetSource | ForEach-Object Name | Should -Be 'fake'
    }

    It 'let a source of another machine be looked up here' {
        Use-FakeEngine
        (Get-WinGetSource -Name fake | Add-Member PSComputerName 'srv.example.test' -PassThru | Get-WinGetSource).Name | Should -Be 'fake'
    }

    It 'stop beginning packages when the time is over' {
        Use-FakeEngine "step=$TestDrive/time.txt"
        $results = Install-WinGetPackage -Id a, b -TimeoutSeconds 1 -ErrorVariable told -ErrorAction SilentlyContinue
        @($results).Count | Should -Be 1
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.Timeout,Install-WinGetPackage'
        $told[0].TargetObject | Should -Be 'b'
        @(Get-FakeRequest package/install)[0].TimeoutSeconds | Should -Be 1
    }
}

Describe 'The session' {
    It 'has the PATH element of a package at once, where the machine is this one' {
        Use-FakeEngine
        $before = $env:PATH
        try {
            InModuleScope WinGetPy { Mock Test-EngineIsThisMachine { $true } }
            $env:PATH = 'C:\Windows;C:\Other'
            Remove-Item Env:WINGETPY_FAKE   # started with the right PATH below
            $env:PATH = $before
            Get-WinGetVersion | Out-Null
            $env:PATH = 'C:\Windows;C:\Other'
            Install-WinGetPackage -Id a | Out-Null
            $env:PATH | Should -Be 'C:\Windows;C:\Other;C:\Fake\bin'
            Install-WinGetPackage -Id a | Out-Null
            $env:PATH | Should -Be 'C:\Windows;C:\Other;C:\Fake\bin'
            Uninstall-WinGetPackage -Id a | Out-Null
            $env:PATH | Should -Be 'C:\Windows;C:\Other'
        } finally { $env:PATH = $before }
    }

    It 'keeps its PATH where the machine is another' -Skip:($env:OS -eq 'Windows_NT') {
        Use-FakeEngine 'host=windows'
        $before = $env:PATH
        Install-WinGetPackage -Id a | Out-Null
        $env:PATH | Should -Be $before
    }

    It 'is warned of Microsoft''s module once, by the import' {
        $folder = New-Item -ItemType Directory -Force "$TestDrive/modules/Microsoft.WinGet.Client"
        $command = "`$env:PSModulePath += [IO.Path]::PathSeparator + '$($folder.Parent.FullName)'; Import-Module '$(Get-ModulePath)' 3>&1; Import-Module '$(Get-ModulePath)' -Force 3>&1"
        $told = @(pwsh -NoProfile -Command $command)
        ($told -join ' ') | Should -Match '-Prefix'
        @([regex]::Matches(($told -join ' '), 'Microsoft\.WinGet\.Client')).Count | Should -Be 1
    }

    It 'can have the commands under a prefix' {
        Use-FakeEngine
        $told = pwsh -NoProfile -Command "Import-Module '$(Get-ModulePath)' -Prefix Py; Find-PyWinGetPackage a | Install-PyWinGetPackage | ForEach-Object Status"
        $told | Should -Be 'Ok'
    }

    It 'is refused in one sentence where the language is constrained' {
        $told = pwsh -NoProfile -Command "`$ExecutionContext.SessionState.LanguageMode = 'ConstrainedLanguage'; try { Import-Module '$(Get-ModulePath)' } catch { `$_.Exception.Message }" 2>&1
        ($told -join ' ') -replace '\s+', ' ' | Should -Match 'FullLanguage.*signed or allowed'
    }
}

AfterAll { Remove-Module WinGetPy, Deploying -ErrorAction Ignore; Clear-TestEnvironment }
