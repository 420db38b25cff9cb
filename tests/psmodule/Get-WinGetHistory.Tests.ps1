#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox
    Add-TestPackage Demo.Hello 1.0
    Add-TestPackage Demo.Hello 2.0
    Update-WinGetSource | Out-Null
}

Describe 'Get-WinGetHistory' {
    It 'emits nothing, and no error, on a fresh machine' {
        $Error.Clear()
        Get-WinGetHistory | Should -BeNullOrEmpty
        $Error.Count | Should -Be 0
    }

    It 'has every operation, the newest first, with who, when and how it ended' {
        $before = [datetime]::Now.AddSeconds(-2)
        Install-WinGetPackage -Id Demo.Hello -Version 1.0 | Out-Null
        Get-WinGetPackage -Id Demo.Hello | Update-WinGetPackage | Out-Null
        $all = @(Get-WinGetHistory)
        $all.Operation | Should -Be 'Update', 'Install'
        $update = $all[0]
        $update.PSTypeNames[0] | Should -Be 'WinGetPy.HistoryEntry'
        $update.Id, $update.FromVersion, $update.ToVersion, $update.Source, $update.Result | Should -Be @('Demo.Hello', '1.0', '2.0', 'demo', 'Succeeded')
        $update.Succeeded() | Should -BeTrue
        $update.User | Should -Be 'user'
        $update.Started | Should -BeOfType ([datetime])
        $update.Started | Should -BeGreaterThan $before
        $update.InstallerSha256 | Should -Match '^[0-9A-F]{64}$'
        $update.Number | Should -BeGreaterThan $all[1].Number
        ($all | Out-String -Width 80) | Should -Match '(?s)Number\s+Started\s+Operation\s+Id\s+Version\s+Result.*Update\s+Demo\.Hello\s+1\.0 -> 2\.0\s+Succeeded'
    }

    It 'finds by query, id with wildcards, operation, number, time, and of a piped package' {
        (Get-WinGetHistory hello -Count 1).Operation | Should -Be 'Update'
        @(Get-WinGetHistory -Id Demo.*).Count | Should -Be 2
        (Get-WinGetHistory -Operation install).ToVersion | Should -Be '1.0'
        $number = (Get-WinGetHistory -Operation Install).Number
        (Get-WinGetHistory -Number $number).Operation | Should -Be 'Install'
        @(Get-WinGetHistory -Since ([datetime]::Now.AddDays(-1))).Count | Should -Be 2
        Get-WinGetHistory -Since ([datetime]::Now.AddDays(1)) | Should -BeNullOrEmpty
        Get-WinGetHistory -Id Demo.World | Should -BeNullOrEmpty
        @(Get-WinGetPackage -Id Demo.Hello | Get-WinGetHistory).Count | Should -Be 2
        Get-WinGetHistory -Failed | Should -BeNullOrEmpty
    }

    It 'survives a CSV file and Clixml' {
        $csv = Get-WinGetHistory -Count 1 | ConvertTo-Csv -NoTypeInformation | ConvertFrom-Csv
        $csv.Id, $csv.ToVersion, $csv.Result | Should -Be @('Demo.Hello', '2.0', 'Succeeded')
        Get-WinGetHistory -Count 1 | Export-Clixml "$TestDrive/h.xml"
        (Import-Clixml "$TestDrive/h.xml").Started | Should -BeOfType ([datetime])
    }

    It 'is shown by the same calendar everywhere: <_>' -ForEach 'ar-SA', 'th-TH' {
        $before = [Globalization.CultureInfo]::CurrentCulture
        try {
            [Threading.Thread]::CurrentThread.CurrentCulture = $_
            $entry = Get-WinGetHistory -Count 1
            $entry | Out-String | Should -Match ([regex]::Escape($entry.Started.ToString('yyyy-MM-dd HH:mm', [Globalization.CultureInfo]::InvariantCulture)))
        } finally {
            [Threading.Thread]::CurrentThread.CurrentCulture = $before
        }
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
