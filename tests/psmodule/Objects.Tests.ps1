#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-FakeEngine
}

Describe 'Objects.psd1' {
    BeforeDiscovery {
        . $PSScriptRoot/Machine.ps1
        Import-TestModule
        $types = & (Get-Module WinGetPy) { foreach ($name in $script:ObjectTypes.Keys) { @{ Name = $name; Entry = $script:ObjectTypes[$name] } } }
    }

    It '<Name> compiles, has its properties in order, and reads what is not sent as null' -ForEach $types {
        $made = InModuleScope WinGetPy -Parameters @{ Type = $Name } { & (ConvertTo-ObjectScript $Type @('Id', 'Unknown')) @(, @('x', 1)) ([pscustomobject]@{ Faults = New-Object Collections.Generic.List[object] }) }
        $made.PSTypeNames[0] | Should -Be "WinGetPy.$Name"
        @($made.PSObject.Properties.Name) | Should -Be @($Entry.Properties)
        foreach ($member in @($Entry.Casts.Keys) + @($Entry.From.Keys)) { if ($member) { $Entry.Properties | Should -Contain $member } }
    }

    It '<Name> has a view' -ForEach $types {
        (Get-FormatData "WinGetPy.$Name").FormatViewDefinition.Count | Should -BeGreaterThan 0
    }

    It 'of an answer is the same as of a row' {
        $pair = InModuleScope WinGetPy {
            (& (ConvertTo-ObjectScript Source @('Name', 'Priority', 'LastUpdate')) @(, @('s', 3, 1700000000)) $null)
            ConvertTo-WinGetObject Source ([pscustomobject]@{ Name = 's'; Priority = 3; LastUpdate = 1700000000 })
        }
        (ConvertTo-Json $pair[0]) | Should -Be (ConvertTo-Json $pair[1])
        $pair[0].LastUpdate | Should -BeOfType ([datetime])
    }
}

Describe 'Lists' {
    It 'are lists in the pipeline and joined text in a CSV file, which binds again' {
        $found = Find-WinGetPackage -Id a.b
        $found.AvailableVersions.Count | Should -Be 3
        $found.AvailableVersions[1] | Should -Be '1.10'
        $line = $found | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv
        $line.AvailableVersions | Should -Be '2.0 1.10 1.0'
        ($line | Install-WinGetPackage).Status | Should -Be 'Ok'
        Get-FakeMember package/plan | Should -Be @('Id=a.b', 'Operation=Install', 'Source=fake', 'Version=2.0')
        $installed = Get-WinGetPackage -Id a.b | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv
        $installed.AvailableVersions | Should -Be '2.0'
        ($installed | Update-WinGetPackage).Status | Should -Be 'Ok'
        $result = Install-WinGetPackage -Id a.b
        $result.PathAdded | Should -Be 'C:\Fake\bin'
        ($result | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv).PathAdded | Should -Be 'C:\Fake\bin'
        "$($result | ConvertTo-Csv -NoTypeInformation)" | Should -Not -Match 'System\.'
        $two = InModuleScope WinGetPy { ConvertTo-TextList @('C:\a b', 'C:\c') }
        ([pscustomobject]@{ L = $two } | ConvertTo-Csv -NoTypeInformation)[1] | Should -Be '"C:\a b; C:\c"'
        ConvertTo-Json $result.PathAdded -Compress | Should -Be '["C:\\Fake\\bin"]'
    }

    It 'survive Clixml as lists' {
        Find-WinGetPackage -Id a.b | Export-Clixml "$TestDrive/x.xml"
        @((Import-Clixml "$TestDrive/x.xml").AvailableVersions).Count | Should -Be 3
    }
}

Describe 'At 80 columns' {
    It 'found packages keep Version and Source, however long the names are' {
        $long = [pscustomobject]@{ PSTypeName = 'WinGetPy.FoundPackage'; Name = 'A very long name ' * 4; Id = 'Long.' * 12; Version = '1.10.20230912'; Source = 'community' }
        $text = $long | Out-String -Width 80
        $text | Should -Match '1\.10\.20230912\s+community'
        $text | Should -Match 'Name\s+Id\s+Version\s+Source'
        ($text -split "`n" | Measure-Object -Property Length -Maximum).Maximum | Should -BeLessOrEqual 81
    }

    It 'installed packages keep Version, Available and Source' {
        $long = [pscustomobject]@{ PSTypeName = 'WinGetPy.InstalledPackage'; Name = 'A very long name ' * 4; Id = 'Long.' * 12; InstalledVersion = '1.0'; IsUpdateAvailable = $true; AvailableVersions = @('1.10'); Source = 'community' }
        ($long | Out-String -Width 80) | Should -Match '1\.0\s+1\.10\s+community'
    }

    It 'results show <_> before what is rarely set' -ForEach 'Version', 'Changed', 'Reason', 'ErrorCode' {
        $long = [pscustomobject]@{ PSTypeName = 'WinGetPy.InstallResult'; Id = 'Long.' * 12; Version = '1.0'; Status = 'NoApplicableUpgrade'; Changed = $false; Reason = 'NoApplicableUpgrade'; ErrorCode = '0x8A15002B' }
        ($long | Out-String -Width 80) | Should -Match $_
        $names = @((Install-WinGetPackage -Id a.b).PSObject.Properties.Name)
        $names.IndexOf($_) | Should -BeLessThan $names.IndexOf('InstallerErrorCode')
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
