#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
    Use-Sandbox
    function Send-Object($object, $way) {
        # What the next command gets: the object itself, or what is left of it after a file, a job or another runspace.
        if ($way -eq 'live') { return $object }
        if ($way -eq 'Select-Object') { return $object | Select-Object Id, Name, Source, InstalledVersion, Scope }
        if ($way -eq 'CSV') {
            $object | Export-Csv "$TestDrive/x.csv" -NoTypeInformation
            return Import-Csv "$TestDrive/x.csv"
        }
        if ($way -eq 'Clixml') {
            $object | Export-Clixml "$TestDrive/x.xml"
            return Import-Clixml "$TestDrive/x.xml"
        }
        if ($way -eq 'job') { return Start-Job { param($module, $verb) Import-Module $module; & "$verb-WinGetPackage" -Id Demo.Hello } -ArgumentList (Get-ModulePath), $verb | Receive-Job -Wait -AutoRemoveJob }
        $module = Get-ModulePath
        , $verb | ForEach-Object -Parallel { Import-Module $using:module; & "$_-WinGetPackage" -Id Demo.Hello }
    }
}

Describe 'What is found or listed acts, <_>' -ForEach 'live', 'Select-Object', 'CSV', 'Clixml', 'job', 'parallel' {
    It 'Find to Install, Get to Update, Get to Uninstall' {
        $way = $_
        if ($way -eq 'parallel' -and $PSVersionTable.PSVersion.Major -lt 7) { Set-ItResult -Skipped -Because 'this PowerShell has no -Parallel' }
        $verb = 'Find'
        $result = Send-Object (Find-WinGetPackage -Id Demo.Hello) $way | Install-WinGetPackage
        "$($result.Id) $($result.Status) $($result.Changed) $($result.Version)" | Should -Be 'Demo.Hello Ok True 2.0'

        $verb = 'Get'
        Uninstall-WinGetPackage -Id Demo.Hello | Out-Null
        Install-WinGetPackage -Id Demo.Hello -Version 1.0 | Out-Null
        $result = Send-Object (Get-WinGetPackage -Id Demo.Hello) $way | Update-WinGetPackage
        "$($result.Id) $($result.Status) $($result.Changed) $($result.InstalledVersion) $($result.Version)" | Should -Be 'Demo.Hello Ok True 1.0 2.0'

        $result = Send-Object (Get-WinGetPackage -Id Demo.Hello) $way | Uninstall-WinGetPackage
        "$($result.Id) $($result.Status) $($result.Changed)" | Should -Be 'Demo.Hello Ok True'
        Get-WinGetPackage | Should -BeNullOrEmpty
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
