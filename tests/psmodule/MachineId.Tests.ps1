#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    function Send-Remote($object, [string] $computer, [string] $way = 'remoting', [bool] $shown = $true) {
        # What Invoke-Command hands out: the object through the serializer, with the name that it was reached by.
        $sent = switch ($way) {
            'remoting' { [Management.Automation.PSSerializer]::Deserialize([Management.Automation.PSSerializer]::Serialize($object)) }
            'Clixml' { $object | Export-Clixml "$TestDrive/x.xml"; Import-Clixml "$TestDrive/x.xml" }
            'CSV' { $object | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv }
        }
        $sent | Add-Member PSComputerName $computer -PassThru -Force | Add-Member PSShowComputerName $shown -PassThru -Force
    }
    function Send-Text([string] $text, [string] $computer, [bool] $shown = $true) {
        $text | Add-Member PSComputerName $computer -PassThru | Add-Member PSShowComputerName $shown -PassThru
    }
}

Describe 'An object that came over a connection' {
    BeforeDiscovery {
        $places = foreach ($way in 'remoting', 'Clixml', 'CSV') {
            foreach ($computer in '127.0.0.1', '::1', 'localhost', [Environment]::MachineName, 'alias.example.test') { @{ Way = $way; Computer = $computer } }
        }
    }

    It 'binds if it was listed on this machine: <Computer>, <Way>' -ForEach $places {
        Use-FakeEngine
        ((Send-Remote (Get-WinGetPackage -Id a) $Computer $Way) | Uninstall-WinGetPackage -ErrorAction Stop).Status | Should -Be 'Ok'
        ((Send-Remote (Find-WinGetPackage -Id a) $Computer $Way) | Install-WinGetPackage -ErrorAction Stop).Status | Should -Be 'Ok'
        (Send-Remote (Get-WinGetSource -Name fake) $Computer $Way) | Remove-WinGetSource -ErrorAction Stop
        @(Get-FakeRequest source/remove).Count | Should -Be 1
    }

    It 'is refused if it was listed on another one: <Computer>, <Way>' -ForEach $places {
        Use-FakeEngine 'machine=othermachine'
        $package, $found, $source = (Get-WinGetPackage -Id a), (Find-WinGetPackage -Id a), (Get-WinGetSource -Name fake)
        $result = Install-WinGetPackage -Id a
        $package.MachineId | Should -Be 'othermachine'
        $result.MachineId | Should -Be 'othermachine'
        Use-FakeEngine
        foreach ($pair in @($package, 'Uninstall'), @($found, 'Install'), @($package, 'Update'), @($result, 'Uninstall')) {
            $there = Send-Remote $pair[0] $Computer $Way
            $there | & "$($pair[1])-WinGetPackage" -ErrorVariable told -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $told[0].FullyQualifiedErrorId | Should -Be "WinGetPy.OtherComputer,$($pair[1])-WinGetPackage"
            $told[0].Exception.Message | Should -Match "$([regex]::Escape($Computer)).*-Force"
        }
        (Send-Remote $source $Computer $Way) | Remove-WinGetSource -ErrorVariable told -ErrorAction SilentlyContinue
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.OtherComputer,Remove-WinGetSource'
        @(Get-FakeRequest package/plan).Count + @(Get-FakeRequest source/remove).Count | Should -Be 0
        ((Send-Remote $package $Computer $Way) | Uninstall-WinGetPackage -Force).Status | Should -Be 'Ok'
    }

    It 'without an id is refused where the name may be a tunnel: <_>' -ForEach '127.0.0.1', '::1', 'localhost', 'srv.example.test' {
        Use-FakeEngine
        $selected = (Send-Remote (Get-WinGetPackage -Id a) $_) | Select-Object Id, PSComputerName, PSShowComputerName
        $older = Get-WinGetPackage -Id a
        $older.PSObject.Properties.Remove('MachineId')
        foreach ($thing in $selected, (Send-Remote $older $_), (Send-Text 'a' $_)) {
            $thing | Uninstall-WinGetPackage -ErrorVariable told -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
            $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.OtherComputer,Uninstall-WinGetPackage'
            ($thing | Uninstall-WinGetPackage -Force).Status | Should -Be 'Ok'
        }
        if ($_ -ne 'srv.example.test') { $told[0].Exception.Message | Should -Match 'without a MachineId' }
    }

    It 'without an id binds by the name of this machine, or from a job' {
        Use-FakeEngine
        $older = Get-WinGetPackage -Id a
        $older.PSObject.Properties.Remove('MachineId')
        ((Send-Remote $older ([Environment]::MachineName)) | Uninstall-WinGetPackage -ErrorAction Stop).Status | Should -Be 'Ok'
        ((Send-Remote $older 'localhost' 'remoting' $false) | Uninstall-WinGetPackage -ErrorAction Stop).Status | Should -Be 'Ok'
        ((Start-Job { [pscustomobject]@{ Id = 'a' }; 'a' } | Receive-Job -Wait -AutoRemoveJob) | Uninstall-WinGetPackage -ErrorAction Stop).Status | Should -Be @('Ok', 'Ok')
    }

    It 'is judged by the name where the engine knows no id' {
        Use-FakeEngine 'machine='
        $object = (Get-WinGetPackage -Id a) | Add-Member MachineId 'any' -PassThru -Force
        ((Send-Remote $object ([Environment]::MachineName)) | Uninstall-WinGetPackage -ErrorAction Stop).Status | Should -Be 'Ok'
        (Send-Remote $object 'srv.example.test') | Uninstall-WinGetPackage -ErrorVariable told -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.OtherComputer,Uninstall-WinGetPackage'
    }
}

Describe 'An object that came by no connection' {
    It 'binds whatever machine it is of: a list is carried to another machine by hand' {
        Use-FakeEngine 'machine=othermachine'
        Find-WinGetPackage -Id a | Export-Csv "$TestDrive/list.csv" -NoTypeInformation
        Use-FakeEngine
        (Import-Csv "$TestDrive/list.csv" | Install-WinGetPackage -ErrorAction Stop).Status | Should -Be 'Ok'
    }
}

Describe 'Sandboxes' {
    It 'are machines of their own, each with an id that stays' {
        Use-Sandbox
        Install-WinGetPackage -Id Demo.Hello | Out-Null
        $first = Get-WinGetPackage -Id Demo.Hello
        $first.MachineId | Should -Match '^[0-9a-f]{32}$'
        ((Send-Remote $first '127.0.0.1') | Uninstall-WinGetPackage -ErrorAction Stop).Status | Should -Be 'Ok'
        Import-Module (Get-ModulePath) -Force -Global
        (Find-WinGetPackage -Id Demo.Hello).MachineId | Should -Be $first.MachineId
        Use-Sandbox
        Install-WinGetPackage -Id Demo.Hello | Out-Null
        (Get-WinGetPackage -Id Demo.Hello).MachineId | Should -Not -Be $first.MachineId
        (Send-Remote $first '127.0.0.1') | Uninstall-WinGetPackage -ErrorVariable told -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $told[0].FullyQualifiedErrorId | Should -Be 'WinGetPy.OtherComputer,Uninstall-WinGetPackage'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
