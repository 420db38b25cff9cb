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

Describe 'By width' {
    BeforeAll {
        function Get-Shown {
            # How an object looks on a terminal of this width.
            param([string] $Type, [int] $Columns, [hashtable] $Row)

            $view = if ($Columns -lt 80) { 'Narrow' } elseif ($Columns -ge 110) { 'Wide' } else { '' }
            InModuleScope WinGetPy -Parameters @{ Type = $Type; Row = $Row; View = [scriptblock]::Create("if (`$Widths -contains '$view') { '$view' }") } {
                Mock Get-WidthName -MockWith $View
                ConvertTo-WinGetObject $Type ([pscustomobject]$Row)
            } | Out-String -Width $Columns
        }

        function Get-Cell {
            # The text of each column of a table of one row, of all its lines.
            param([string] $Table)

            $lines = @($Table -split '\r?\n' | Where-Object { $_.Trim() })
            $rule = @($lines -match '^-')[0]
            $starts = @([regex]::Matches($rule, '-+') | ForEach-Object Index)
            $cells = @{}
            foreach ($line in $lines[([array]::IndexOf($lines, $rule) + 1)..($lines.Count - 1)]) {
                $at = 0
                foreach ($letter in $line.ToCharArray()) {
                    $column = @($starts -le $at)[-1]
                    $cells[$column] = "$($cells[$column])$letter".Trim()
                    $at += if ($letter -gt 0x2FFF) { 2 } else { 1 }
                }
            }
            $cells.Values
        }
        $script:Wide = -join (1..20 | ForEach-Object { [char]0x5FAE })
    }

    It 'of <_> columns an id is whole, if need be on several lines, and so is a version' -ForEach 60, 80, 120, 200 {
        $id, $version = 'Contoso.Editor.Enterprise.Preview.Languages.Chinese', '2024.07.01.1234-beta.3+build'
        foreach ($case in @(
                @('FoundPackage', @{ Name = 'A long name of it ' * 4; Id = $id; Version = $version; Source = 'winget' }),
                @('FoundPackage', @{ Name = $script:Wide; Id = $id; Version = $version; Source = 'winget' }),
                @('InstalledPackage', @{ Name = 'A long name of it ' * 4; Id = $id; InstalledVersion = $version; IsUpdateAvailable = $true; UpdateVersion = '9.9.9'; Source = 'winget' }),
                @('HistoryEntry', @{ Number = 7; Id = $id; ToVersion = $version; Operation = 'Install'; Result = 'Succeeded' }),
                @('InstallResult', @{ Id = $id; Version = $version; Status = 'NoApplicableInstallers' }),
                @('DownloadResult', @{ Id = $id; Version = $version; Status = 'Ok' }),
                @('Pin', @{ Id = $id; Version = $version; Type = 'Gating'; Name = 'A long name of it ' * 4 }))) {
            $text = Get-Shown $case[0] $_ $case[1]
            $joined = @(Get-Cell $text)
            $joined | Should -Contain $id -Because "$($case[0]): $text"
            $joined | Should -Contain $version -Because "$($case[0]): $text"
        }
    }

    It 'of a wide terminal names have more room, and the type keeps its name' {
        (Get-Shown FoundPackage 120 @{ Name = 'Visual Studio Code for Everybody'; Id = 'a.b'; Version = '1'; Source = 's' }) | Should -Match 'Visual Studio Code for Everybody\s+a\.b'
        (Get-Shown FoundPackage 80 @{ Name = 'Visual Studio Code for Everybody'; Id = 'a.b'; Version = '1'; Source = 's' }) | Should -Not -Match 'Everybody'
        $made = InModuleScope WinGetPy { Mock Get-WidthName { 'Wide' }; ConvertTo-WinGetObject FoundPackage ([pscustomobject]@{ Id = 'a.b' }) }
        $made.PSTypeNames | Should -Contain 'WinGetPy.FoundPackage'
        $made.PSTypeNames[0] | Should -Be 'WinGetPy.FoundPackage#Wide'
        (@($made | Install-WinGetPackage)).Status | Should -Be 'Ok'
        @(Find-WinGetPackage -Id a.b)[0].PSTypeNames[0] | Should -Match '^WinGetPy\.FoundPackage'
    }

    It 'no heading of <_> is broken at 80, 120 and 200 columns' -ForEach 'InstallResult', 'UninstallResult', 'RepairResult', 'DownloadResult' {
        foreach ($columns in 80, 120, 200) {
            $text = Get-Shown $_ ($columns - 1) @{ Id = 'a.b'; Version = '1'; Status = 'Ok' }   # a terminal keeps its last column free
            @($text -split '\r?\n' | Where-Object { $_.Trim() })[1] | Should -Match '^-' -Because $text
        }
    }
}

Describe 'Colours' {
    BeforeAll {
        $script:Failed = InModuleScope WinGetPy { ConvertTo-WinGetObject InstallResult ([pscustomobject]@{ Id = 'a.b'; Status = 'InstallError' }) }
        $script:Rendering = $PSStyle.OutputRendering
    }

    AfterEach { if ($PSStyle) { $PSStyle.OutputRendering = $script:Rendering } }

    It 'are there where the host has them, and for a file only if it is asked for' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $red = $PSStyle.Foreground.Red
        $PSStyle.OutputRendering = 'Ansi'
        ($script:Failed | Out-String) | Should -Match ([regex]::Escape("${red}InstallError"))
        foreach ($rendering in 'Host', 'PlainText') {
            $PSStyle.OutputRendering = $rendering
            ($script:Failed | Out-String) | Should -Not -Match ([char]27)
        }
    }

    It 'need no $PSStyle in Windows PowerShell' {
        [xml]$views = Get-Content -Raw -LiteralPath (Join-Path (Get-Module WinGetPy).ModuleBase 'WinGetPy.Format.ps1xml')
        $coloured = @($views.SelectNodes('//ScriptBlock') | ForEach-Object InnerText | Where-Object { $_ -match '\$PSStyle' })
        $coloured.Count | Should -BeGreaterThan 5
        $coloured | Should -Match '\$PSVersionTable\.PSVersion\.Major -(lt|ge) 7'
    }
}

Describe 'Format-List' {
    It 'of <Type> shows <Label> as <Shown>' -ForEach @(
        @{ Type = 'InstalledPackage'; Row = @{ Size = 314572800 }; Label = 'Size'; Shown = '300[.,]0 MB' }
        @{ Type = 'InstalledPackage'; Row = @{ AvailableVersions = '5', '4', '3', '2', '1' }; Label = 'AvailableVersions'; Shown = '5, 4, 3, 2, 1' }
        @{ Type = 'DownloadResult'; Row = @{ Files = 'a.exe', 'a.yaml'; Size = 2048 }; Label = 'Size'; Shown = '2[.,]0 KB' }
        @{ Type = 'InstallResult'; Row = @{ Error = @{ Code = '0x8A150010'; Symbol = 'NoApplicableInstaller'; Message = 'None fits.' } }; Label = 'ExtendedErrorCode'; Shown = '(a\.b: )?None fits' }
        @{ Type = 'InstalledStatus'; Row = @{ Checks = @([pscustomobject]@{ Type = 'File'; Path = 'C:\x.exe'; Passed = $false; Symbol = 'FileNotFound' }) }; Label = 'Checks'; Shown = '\[ \] File C:\\x\.exe FileNotFound' }
        @{ Type = 'HistoryEntry'; Row = @{ Duration = 12.5 }; Label = 'Duration'; Shown = '12[.,]5 s' }
        @{ Type = 'Plan'; Row = @{ Size = 2048 }; Label = 'Size'; Shown = '2[.,]0 KB' }
    ) {
        $made = InModuleScope WinGetPy -Parameters @{ Type = $Type; Row = $Row } {
            $Row.Id = 'a.b'
            ConvertTo-WinGetObject $Type ([pscustomobject]$Row) ([pscustomobject]@{ Faults = New-Object Collections.Generic.List[object] })
        }
        ($made | Format-List | Out-String -Width 120) | Should -Match "(?m)^$Label\s+: $Shown"
    }

    It 'leaves out what is empty' {
        $made = InModuleScope WinGetPy { ConvertTo-WinGetObject InstalledPackage ([pscustomobject]@{ Id = 'a.b'; Name = 'A' }) }
        ($made | Format-List | Out-String) | Should -Not -Match 'UpgradeCode'
        ($made | Format-List * | Out-String) | Should -Match 'UpgradeCode'
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
