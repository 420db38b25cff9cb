#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

# What differs by system and edition, as far as it can be shown anywhere: the decisions, not Windows' answers.

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule
}

Describe 'A command line' {
    It 'brings each argument through as it is' {
        $arguments = @('plain', '', 'two words', 'a"b', 'c:\dir\', 'c:\my dir\', 'a\"b', 'tab	here', "quote's", 'x\\"y z\\', '%PATH%', '$HOME', '*')
        $python = Get-TestPython
        $line = InModuleScope WinGetPy -Parameters @{ Arguments = $arguments } { @($Arguments | ForEach-Object { Format-ProcessArgument $_ }) -join ' ' }
        $start = New-Object Diagnostics.ProcessStartInfo
        $start.FileName = $python
        $start.Arguments = "-c `"import sys, json; print(json.dumps(sys.argv[1:]))`" $line"
        $start.RedirectStandardOutput = $true
        $start.UseShellExecute = $false
        $process = [Diagnostics.Process]::Start($start)
        $said = $process.StandardOutput.ReadToEnd() | ConvertFrom-Json
        $said | Should -Be $arguments
    }
}

Describe 'An elevated session' {
    It 'trusts what only the system and administrators may write' {
        InModuleScope WinGetPy {
            $full = @{ Sid = 'S-1-5-18'; Rights = 0x1F01FF; Allow = $true; InheritOnly = $false }
            $read = @{ Sid = 'S-1-5-32-545'; Rights = 0x1200A9; Allow = $true; InheritOnly = $false }
            Get-WriterOfRule -Rule $full, $read -Owner 'S-1-5-32-544' | Should -BeNullOrEmpty
        }
    }

    It 'does not trust what <Name> may write' -ForEach @(
        @{ Name = 'Users (modify)'; Sid = 'S-1-5-32-545'; Rights = 0x1301BF }
        @{ Name = 'Everyone (full)'; Sid = 'S-1-1-0'; Rights = 0x1F01FF }
        @{ Name = 'a user (create files)'; Sid = 'S-1-5-21-1-2-3-1001'; Rights = 0x2 }
        @{ Name = 'Authenticated Users (generic write)'; Sid = 'S-1-5-11'; Rights = 0x40000000 }
        @{ Name = 'a user (change permissions)'; Sid = 'S-1-5-21-1-2-3-1001'; Rights = 0x40000 }
    ) {
        InModuleScope WinGetPy -Parameters @{ Sid = $Sid; Rights = $Rights } {
            Get-WriterOfRule -Rule @{ Sid = $Sid; Rights = $Rights; Allow = $true; InheritOnly = $false } -Owner 'S-1-5-18' | Should -Be $Sid
            Get-WriterOfRule -Rule @{ Sid = $Sid; Rights = $Rights; Allow = $false; InheritOnly = $false } -Owner 'S-1-5-18' | Should -BeNullOrEmpty
            Get-WriterOfRule -Rule @{ Sid = $Sid; Rights = $Rights; Allow = $true; InheritOnly = $true } -Owner 'S-1-5-18' | Should -BeNullOrEmpty
        }
    }

    It 'does not trust what a user owns' {
        InModuleScope WinGetPy { Get-WriterOfRule -Rule @() -Owner 'S-1-5-21-1-2-3-1001' | Should -Be 'S-1-5-21-1-2-3-1001' }
        InModuleScope WinGetPy { Get-WriterOfRule -Rule @() -Owner 'S-1-5-21-1-2-3-512' | Should -Be 'S-1-5-21-1-2-3-512' }
    }

    It 'refuses a module that users may change, with the remedy, and starts nothing' {
        InModuleScope WinGetPy {
            Stop-Engine
            Mock Test-Elevated { $true }
            Mock Get-UntrustedWriter { 'S-1-5-32-545' }
            { Get-WinGetVersion } | Should -Throw -ErrorId 'WinGetPy.EngineNotFound,Get-WinGetVersion' -ExpectedMessage '*elevated*S-1-5-32-545*all users*'
        }
        @(Get-EngineProcess).Count | Should -Be 0
    }

    It 'trusts every folder under Wine, where owners mean nothing' {
        InModuleScope WinGetPy {
            Mock Test-Wine { $true }
            Get-UntrustedWriter 'C:\Python' | Should -BeNullOrEmpty
        }
    }

    It 'is not asked about on Linux, where containers run as root' -Skip:($env:OS -eq 'Windows_NT') {
        InModuleScope WinGetPy { Test-Elevated | Should -BeFalse }
    }
}

Describe 'A request' {
    It 'is flushed after it was written, not meanwhile' {
        # .NET Framework writes on a thread of its pool but flushes at once: what is not written yet would stay behind.
        Add-Type -TypeDefinition @'
using System; using System.IO; using System.Threading; using System.Threading.Tasks;
public class WinGetPySlowStream : MemoryStream {
    public bool Written; public bool FlushedInTime;
    public override async Task WriteAsync(byte[] b, int o, int c, CancellationToken t) { await Task.Delay(100); base.Write(b, o, c); Written = true; }
    public override Task FlushAsync(CancellationToken t) { FlushedInTime = Written; return Task.FromResult(0); }
}
'@
        InModuleScope WinGetPy {
            $engine = @{ Input = New-Object WinGetPySlowStream }
            Send-EngineMessage $engine @{ a = 1 } | Should -BeTrue
            $engine.Input.FlushedInTime | Should -BeTrue
        }
    }
}

Describe 'Interpreters on Windows' {
    It 'are looked for on PATH without asking for its drives, which need not be connected' {
        InModuleScope WinGetPy -Parameters @{ Folder = (Split-Path (Get-TestPython) -Parent) } {
            param($Folder)
            Mock Join-Path { throw (New-Object Management.Automation.DriveNotFoundException) }
            $before = $env:PATH
            $env:PATH = $Folder
            try { @(Get-ProgramOnPath (Split-Path (Get-ChildItem $Folder -File | Select-Object -First 1) -Leaf)).Count | Should -Be 1 } finally { $env:PATH = $before }
        }
    }

    It 'passes over <Path>: <Fault>' -ForEach @(
        @{ Path = 'C:\Users\x\AppData\Local\Microsoft\WindowsApps\python.exe'; Fault = '*execution alias*' }
        @{ Path = 'C:\Program Files\WindowsApps\PythonSoftwareFoundation.Python.3.12_x64\python.exe'; Fault = '*private copies*' }
    ) {
        InModuleScope WinGetPy -Parameters @{ Path = $Path; Fault = $Fault } {
            Mock Test-WindowsSystem { $true }
            Mock Test-Elevated { $false }
            Mock Test-Path { $true }
            Get-PythonFault $Path | Should -BeLike $Fault
            Get-PythonFault 'C:\Python313\python.exe' | Should -BeNullOrEmpty
        }
    }

    It 'are tried in order: named alone; the module''s, beside it, registered, the launcher, on PATH' {
        InModuleScope WinGetPy -Parameters @{ Drive = "$TestDrive" } {
            param($Drive)
            Mock Test-WindowsSystem { $true }
            Mock Test-Elevated { $false }
            Mock Test-Path { $true }
            Mock Get-RegisteredPython { @{ File = 'C:\Registered\python.exe'; Prefix = @(); From = 'the registry' } }
            Mock Get-ProgramOnPath { "C:\OnPath\$Name" }
            $places = @(Get-PythonCandidate $Drive)
            @($places | ForEach-Object { Get-PlaceText $_.From })[0] | Should -Be "the module's own python"
            @($places | ForEach-Object { Get-PlaceText $_.From })[1] | Should -Be 'a virtual environment beside the module'
            $rest = @($places | Where-Object { $_.From -notmatch 'module' })
            @($rest | ForEach-Object { Get-PlaceText $_.From }) | Should -Be @('the registry', 'the launcher, py -3', 'python.exe on PATH', 'python3.exe on PATH')
            $rest[1].Prefix | Should -Be '-3'
            Mock Resolve-Path { @{ ProviderPath = "$LiteralPath" } }
            $env:WINGETPY_PYTHON = 'C:\Mine\python.exe'
            $named = @(Get-PythonCandidate $Drive)
            Remove-Item Env:WINGETPY_PYTHON
            $named.Count | Should -Be 1
            $named[0].Named | Should -BeTrue
        }
    }
}

Describe 'Other computers' {
    It 'are told from this one' {
        InModuleScope WinGetPy {
            foreach ($own in '', 'localhost', '.', '127.0.0.1', [Environment]::MachineName, "$([Environment]::MachineName).corp.example") { Test-LocalComputer $own | Should -BeTrue -Because "$own is this one" }
            Test-LocalComputer 'srv01.example.test' | Should -BeFalse
        }
    }

    It 'may be behind a loopback address, unless a job says so' {
        InModuleScope WinGetPy {
            $shown = [pscustomobject]@{ PSShowComputerName = $true }
            foreach ($loopback in 'localhost', '127.0.0.1', '127.0.1.1', '::1', '[::1]', 'localhost.localdomain') { Test-Loopback $shown $loopback | Should -BeTrue -Because $loopback }
            foreach ($other in '10.0.0.1', 'srv', [Environment]::MachineName, '.') { Test-Loopback $shown $other | Should -BeFalse -Because $other }
            Test-Loopback ([pscustomobject]@{}) '127.0.0.1' | Should -BeTrue
            Test-Loopback ([pscustomobject]@{ PSShowComputerName = $false }) 'localhost' | Should -BeFalse
        }
    }
}

Describe 'Paths' {
    It 'of the caller are left alone where the engine sees another disk' {
        InModuleScope WinGetPy {
            Mock Test-WindowsSystem { $false }
            Test-EngineSharesDisk @{ Host = 'windows' } | Should -BeFalse
            Resolve-NativePath @{ Host = 'windows' } 'logs\x.log' 'no cmdlet is asked' | Should -Be 'logs\x.log'
            Test-EngineSharesDisk @{ Host = 'sandbox' } | Should -BeTrue
        }
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
