#Requires -Modules @{ ModuleName = 'Pester'; ModuleVersion = '5.0' }

BeforeAll {
    . $PSScriptRoot/Machine.ps1
    Import-TestModule

    function Get-EnginePid { (& (Get-Module WinGetPy) { $script:Engine }).Process.Id }

    function Wait-NoEngine {
        # Engines left after three seconds.
        $clock = [Diagnostics.Stopwatch]::StartNew()
        while (@(Get-EngineProcess).Count -and $clock.ElapsedMilliseconds -lt 3000) { Start-Sleep -Milliseconds 50 }
        @(Get-EngineProcess).Count
    }

    function Start-Terminal {
        # A shell on a real terminal (terminal.py): commands that wait for a text, then send keys.
        param([string] $Script, [string[]] $Step)
        $path = Join-Path $TestDrive "terminal-$([guid]::NewGuid().ToString('N')).ps1"
        Set-Content $path $Script
        & (Get-TestPython) (Join-Path $PSScriptRoot 'terminal.py') (Get-Process -Id $PID).Path $path @Step
    }
}

Describe 'The engine''s life' {
    BeforeEach { Use-FakeEngine }

    It 'begins with the first command, not with the import' {
        Remove-Module WinGetPy
        Import-TestModule
        @(Get-EngineProcess).Count | Should -Be 0
        Use-FakeEngine
        Get-WinGetVersion | Should -Be 'v9.9.9'
        @(Get-EngineProcess).Count | Should -Be 1
    }

    It 'goes on from command to command' {
        Find-WinGetPackage a | Out-Null
        $first = Get-EnginePid
        Get-WinGetPackage | Out-Null
        Get-EnginePid | Should -Be $first
        @(Get-FakeRequest initialize).Count | Should -Be 1
    }

    It 'ends when WINGETPY_* changes, and another begins' {
        Find-WinGetPackage a | Out-Null
        $first = Get-EnginePid
        $env:WINGETPY_ROOT = Join-Path $TestDrive other
        Find-WinGetPackage a | Out-Null
        Get-EnginePid | Should -Not -Be $first
        @(Get-EngineProcess).Count | Should -Be 1
        Remove-Item Env:WINGETPY_ROOT
    }

    It 'answers what it was asked before WINGETPY_* changed in the middle of a pipeline' {
        Use-FakeEngine 'rows=20,batch=5,pause=0.1'
        $seen = Find-WinGetPackage | ForEach-Object {
            $env:WINGETPY_ROOT = Join-Path $TestDrive other
            "$($_.Id):$(@(Get-WinGetPackage).Count)"
        }
        Remove-Item Env:WINGETPY_ROOT
        $seen.Count | Should -Be 20
        $seen[19] | Should -Be 'Fake.Package19:1'
        @(Get-EngineProcess).Count | Should -Be 1
    }

    It 'begins again when it died between commands' {
        Find-WinGetPackage a | Out-Null
        Stop-Process -Id (Get-EnginePid) -Force
        Start-Sleep -Milliseconds 200
        $Error.Clear()
        @(Find-WinGetPackage a).Count | Should -Be 1
        $Error.Count | Should -Be 0
    }

    It 'ends in an error when it dies in the middle, with its last words, and the next command has another' {
        Use-FakeEngine 'die=package/find'
        { Find-WinGetPackage a } | Should -Throw -ErrorId 'WinGetPy.EngineLost,Find-WinGetPackage' -ExpectedMessage '*exit code 3*FakeError: it died*'
        @(Get-WinGetPackage).Count | Should -Be 1
    }

    It 'begins again unnoticed when it ended by itself just then' {
        Use-FakeEngine "idle=$TestDrive/idle.txt"
        $Error.Clear()
        @(Find-WinGetPackage a).Count | Should -Be 1
        @(Get-FakeRequest initialize).Count | Should -Be 2
        $Error.Count | Should -Be 0
    }

    It 'ends with the module, and does not double by -Force' {
        Find-WinGetPackage a | Out-Null
        Import-Module (Get-ModulePath) -Force -Global
        Find-WinGetPackage a | Out-Null
        @(Get-EngineProcess).Count | Should -Be 1
        Remove-Module WinGetPy
        Wait-NoEngine | Should -Be 0
        Import-Module (Get-ModulePath) -Force -Global
    }

    It 'ends with the module in the middle of a pipeline, which says so' {
        Use-FakeEngine 'rows=500,batch=10,pause=0.02'
        { Find-WinGetPackage a | ForEach-Object -Begin { $met = 0 } { if (++$met -eq 5) { Remove-Module WinGetPy } } -ErrorAction Stop } |
            Should -Throw -ExpectedMessage '*lost in the middle of package/find: it was closed, because the module was removed*' -ErrorId 'WinGetPy.EngineLost,Find-WinGetPackage'
        Wait-NoEngine | Should -Be 0
        Import-Module (Get-ModulePath) -Force -Global
        Use-FakeEngine
    }

    It 'may end within a line, which is not shown' {
        & (Get-Module WinGetPy) { $engine = [pscustomobject]@{ Stray = ''; JsonOption = @{} }; Add-EngineMessage $engine '{"jsonrpc":"2.0","method":"$/items","params":{"Req'; $engine.Stray } | Should -Be ''
    }

    It 'ends with the runspace: of 20 none is left' -Tag Slow {
        Remove-Module WinGetPy
        foreach ($i in 1..20) {
            $shell = [powershell]::Create()
            $shell.AddScript("Import-Module '$(Get-ModulePath)'; (Find-WinGetPackage a).Id").Invoke() | Should -Be 'a'
            $shell.Runspace.Close()
            $shell.Dispose()
        }
        Wait-NoEngine | Should -Be 0
        Import-Module (Get-ModulePath) -Force -Global
    }

    It 'is its own in each runspace of ForEach-Object -Parallel' -Skip:($PSVersionTable.PSVersion.Major -lt 7) {
        $path = Get-ModulePath
        $ids = 1..3 | ForEach-Object -Parallel { Import-Module $using:path; (Find-WinGetPackage "p$_").Id } -ThrottleLimit 3
        @($ids | Sort-Object) | Should -Be @('p1', 'p2', 'p3')
    }

    It 'works in a system folder' {
        Find-WinGetPackage a | Out-Null
        $folder = if ($OnWindows) { [Environment]::SystemDirectory } else { '/' }
        if ($OnWindows) { Set-ItResult -Skipped -Because 'the working directory of a process is not told on Windows' }
        (Get-Item "/proc/$(Get-EnginePid)/cwd").ResolveLinkTarget($true).FullName | Should -Be $folder
    }
}

Describe 'Finding the engine' {
    BeforeEach { Use-FakeEngine }

    It 'says for each interpreter why it does not serve' {
        $env:WINGETPY_PYTHON = Join-Path $TestDrive 'no-such-python'
        { Get-WinGetVersion } | Should -Throw -ErrorId 'WinGetPy.EngineNotFound,Get-WinGetVersion' -ExpectedMessage '*no-such-python*there is no such file*WINGETPY_PYTHON*'
        $broken = Join-Path $TestDrive $(if ($OnWindows) { 'broken.cmd' } else { 'broken.sh' })
        if ($OnWindows) {
            Set-Content $broken "@echo ImportError: no wingetpy here>&2`r`n@exit /b 1"
        } else {
            Set-Content $broken "#!/bin/sh`necho 'ImportError: no wingetpy here' >&2`nexit 1"
            chmod +x $broken
        }
        $env:WINGETPY_PYTHON = $broken
        { Get-WinGetVersion } | Should -Throw -ExpectedMessage '*exit code 1*ImportError: no wingetpy here*'
    }

    It 'takes WINGETPY_PYTHON relative to the current folder, or from PATH' -Skip:($env:OS -eq 'Windows_NT') {
        $script = Get-Item $env:WINGETPY_PYTHON
        Push-Location $script.DirectoryName
        $before = $env:PATH
        try {
            $env:WINGETPY_PYTHON = "./$($script.Name)"
            Get-WinGetVersion | Should -Be 'v9.9.9'
            $env:PATH = "$($script.DirectoryName):$before"
            $env:WINGETPY_PYTHON = $script.Name
            Pop-Location
            Push-Location /
            Get-WinGetVersion | Should -Be 'v9.9.9'
        } finally { Pop-Location; $env:PATH = $before }
    }

    It 'ends the search with the engine''s own error where it ran and refused: <Machine>' -ForEach @(
        @{ Machine = 'mars'; Root = 'root'; Code = 0x8A150002; Says = "There is no host 'mars'." }
        @{ Machine = 'sandbox'; Root = 'a-file'; Code = 0x80070003; Says = 'a-file' }
    ) {
        Use-Sandbox -WithoutSource
        Set-Content "$TestDrive/a-file" 'no folder'
        $env:WINGETPY_HOST = $Machine
        $env:WINGETPY_ROOT = Join-Path $TestDrive $Root
        try { Get-WinGetVersion } catch { $problem = $_ } finally { Clear-TestEnvironment }
        $problem.FullyQualifiedErrorId | Should -Be 'WinGetPy.EngineRefused,Get-WinGetVersion'
        $problem.Exception.HResult | Should -Be ([int]$Code)
        $problem.Exception.Message | Should -Match ([regex]::Escape($Says))
        $problem.Exception.Message | Should -Not -Match 'Tried:'
    }

    It 'leaves nothing but its error in -ErrorVariable where a program answers what is no message' -Skip:($env:OS -eq 'Windows_NT') {
        $env:WINGETPY_PYTHON = '/bin/echo'
        $Error.Clear()
        try { Get-WinGetVersion -ErrorVariable problems -ErrorAction SilentlyContinue } catch { $problem = $_ }
        $problem.FullyQualifiedErrorId | Should -Be 'WinGetPy.EngineNotFound,Get-WinGetVersion'
        "$problems $Error" | Should -Not -Match 'JSON'
        $Error.Count | Should -Be 1
    }

    It 'goes on to the next interpreter, and names those it passed' -Skip:($env:OS -eq 'Windows_NT') {
        Remove-Item Env:WINGETPY_PYTHON
        $env:WINGETPY_ROOT = Join-Path $TestDrive 'root'
        $folder = New-Item -ItemType Directory "$TestDrive/bin" -Force
        Set-Content "$folder/python" "#!/bin/sh`necho 'too old' >&2`nexit 1"
        chmod +x "$folder/python"
        $before = $env:PATH
        try {
            $env:PATH = "$folder"
            { Get-WinGetVersion } | Should -Throw -ExpectedMessage "*python on PATH: $folder/python: it ended (exit code 1): too old*"
            $env:PATH = "${folder}:$(Split-Path (Get-TestPython) -Parent):$before"
            Get-WinGetVersion | Should -Match '^v\d'
        } finally { $env:PATH = $before }
    }

    It 'takes the packaged engine first; an interpreter that was named is asked for its own before' {
        InModuleScope WinGetPy -Parameters @{ Drive = "$TestDrive" } {
            param($Drive)
            New-Item -ItemType Directory -Force "$Drive/module/engine/wingetpy", "$Drive/engine/wingetpy" | Out-Null
            Set-Content "$Drive/engine/wingetpy/__init__.py" ''
            (Get-EngineFolder "$Drive/module").Path | Should -Be (Join-Path $Drive 'engine')
            Set-Content "$Drive/module/engine/wingetpy/__init__.py" ''
            (Get-EngineFolder "$Drive/module").Path | Should -Be (Join-Path $Drive 'module/engine')
        }
        $python = Get-TestPython
        $bootstrap = InModuleScope WinGetPy { $script:Bootstrap }
        Set-Content "$TestDrive/module/engine/wingetpy/__main__.py" "def run(): return 'the one in the module'"
        & $python -I -c $bootstrap 0 "$TestDrive/module/engine" serve 2>&1 | Should -Be 'the one in the module'
        $asked = '' | & $python -I -c $bootstrap 1 "$TestDrive/module/engine" serve --nonsense 2>&1 | Out-String
        $hasOwn = & $python -I -c 'import importlib.util as u; print(u.find_spec("wingetpy") is not None)'
        $asked | Should -Match $(if ($hasOwn -eq 'True') { 'nonsense' } else { 'in the module' })
    }

    It 'tells what to update when the protocol is another' {
        Use-FakeEngine 'protocol=2'
        { Get-WinGetVersion } | Should -Throw -ErrorId 'WinGetPy.ProtocolVersionMismatch,Get-WinGetVersion' -ExpectedMessage '*Update the WinGetPy module*'
        Use-FakeEngine 'protocol=0'
        { Get-WinGetVersion } | Should -Throw -ExpectedMessage '*Update the engine*'
    }

    It 'is not confused by a line that is no message' {
        Use-FakeEngine 'stray'
        Get-WinGetVersion | Should -Be 'v9.9.9'
        InModuleScope WinGetPy {
            $engine = @{ Queues = @{ 1 = New-Object Collections.Generic.Queue[object] }; Changes = @{}; JsonOption = @{} }
            foreach ($line in '{"id":"abc","result":1}', '{"id":99999999999,"result":1}', '[1]', 'null') { { Add-EngineMessage $engine $line } | Should -Not -Throw }
            $engine.Queues[1].Count | Should -Be 0
            Add-EngineMessage $engine '{"id":1,"result":1}'
            $engine.Queues[1].Count | Should -Be 1
        }
    }
}

Describe 'Interpreters that are slow' {
    BeforeAll {
        function Use-Interpreter {
            # The interpreters that are found: for each what the fake engine does in it. The next is tried after half a second.
            param([string[]] $Will, [int] $PatienceMilliseconds = 20000)

            $script:Interpreters = @(foreach ($one in $Will) {
                    Use-FakeEngine $one
                    $start = Get-Item $env:WINGETPY_PYTHON
                    $own = Join-Path $TestDrive "own-$([guid]::NewGuid().ToString('N'))$($start.Extension)"
                    Set-Content $own ((Get-Content $start -Raw) -replace '(?m)^(@"|exec)', $(if ($OnWindows) { "@set WINGETPY_FAKE=$one`r`n`$1" } else { "export WINGETPY_FAKE='$one'`n`$1" }))
                    if (-not $OnWindows) { chmod +x $own }
                    @{ File = $own; Prefix = @(); From = "test $one" }
                })
            $env:WINGETPY_PYTHON = $null
            Remove-Item Env:WINGETPY_PYTHON -ErrorAction Ignore
            & (Get-Module WinGetPy) {
                $script:NextInterpreterAfter = 500
                $script:FirstAnswerWithin = $args[0]
            } $PatienceMilliseconds
            Mock -ModuleName WinGetPy Get-PythonCandidate { $script:Interpreters }
        }

        function Wait-NoEngineButOwn {
            # Engines beside the one that serves, after three seconds.
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while (@(Get-EngineProcess).Count -gt 1 -and $clock.ElapsedMilliseconds -lt 3000) { Start-Sleep -Milliseconds 50 }
            @(Get-EngineProcess).Count - 1
        }
    }

    AfterEach { Import-Module (Get-ModulePath) -Force -Global }

    It 'have time, where there is no other' {
        Use-Interpreter 'late=2,version=1.1.1'
        Get-WinGetVersion | Should -Be 'v1.1.1'
        @(Get-FakeRequest initialize).Count | Should -Be 1
    }

    It 'have time where the others do not serve, in whatever order' {
        Use-Interpreter 'die=initialize', 'late=2,version=1.1.1', 'die=initialize'
        Get-WinGetVersion | Should -Be 'v1.1.1'
    }

    It 'do not keep the next one from answering, and are ended then' {
        Use-Interpreter 'mute', 'version=2.2.2'
        $clock = [Diagnostics.Stopwatch]::StartNew()
        Get-WinGetVersion | Should -Be 'v2.2.2'
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 15
        Wait-NoEngineButOwn | Should -Be 0
    }

    It 'are named in the error when the time is over, each with its reason' {
        Use-Interpreter 'mute', 'die=initialize', 'mute' -PatienceMilliseconds 3000
        $problem = { Get-WinGetVersion } | Should -Throw -ErrorId 'WinGetPy.EngineNotFound,Get-WinGetVersion' -PassThru
        [regex]::Matches($problem.Exception.Message, 'test mute: \S+: no answer to initialize within 3 s').Count | Should -Be 2
        $problem.Exception.Message | Should -Match 'test die=initialize: \S+: it ended'
        @(Get-EngineProcess).Count | Should -Be 0
    }
}

Describe 'Requests that share the pipe' {
    BeforeEach { Use-FakeEngine 'rows=20,batch=6' }

    It 'each get their own answers: a find of several batches piped to install' {
        $results = Find-WinGetPackage | Install-WinGetPackage
        @($results.Id) | Should -Be @(0..19 | ForEach-Object { "Fake.Package$_" })
    }

    It 'nest in ForEach-Object' {
        $seen = Find-WinGetPackage | ForEach-Object { $inner = @(Find-WinGetPackage -Id $_.Id); "$($_.Id):$($inner.Count)" }
        $seen.Count | Should -Be 20
        $seen[19] | Should -Be 'Fake.Package19:20'
    }

    It 'are cancelled by Select-Object -First, and the next command is not disturbed' {
        Use-FakeEngine 'rows=1000,batch=1,pause=0.05'   # all of them take 50 s
        $clock = [Diagnostics.Stopwatch]::StartNew()
        (Find-WinGetPackage | Select-Object -First 2).Id | Should -Be @('Fake.Package0', 'Fake.Package1')
        $clock.Elapsed.TotalSeconds | Should -BeLessThan 30
        @(Get-WinGetPackage).Count | Should -Be 1
        Start-Sleep -Milliseconds 200
        @(Get-FakeRequest '$/cancel').Count | Should -Be 1
    }

    It 'are cancelled by a break further down, which ends the loop around as ever' {
        $rounds = 0
        foreach ($i in 1..3) {
            $rounds++
            Find-WinGetPackage | ForEach-Object { break }
            throw 'not reached'
        }
        $rounds | Should -Be 1
        @(Get-WinGetPackage).Count | Should -Be 1
    }

    It 'leave the loop around alone at a continue further down, as any command does' {
        $rounds = 0
        foreach ($i in 1..3) {
            $rounds++
            Find-WinGetPackage | ForEach-Object { $seen = $_.Id; continue }
            throw 'not reached'
        }
        $rounds | Should -Be 3
        $seen | Should -Be 'Fake.Package0'
        foreach ($i in 1..3) { $rounds++; 'a', 'b' | Install-WinGetPackage | ForEach-Object { continue }; throw 'not reached' }
        $rounds | Should -Be 6
        @(Get-FakeRequest package/install).Count | Should -Be 3
    }

    It 'are ended by a break after a plan, too' {
        $rounds = 0
        foreach ($i in 1..3) { $rounds++; 'a', 'b' | Install-WinGetPackage -WhatIf | ForEach-Object { break }; throw 'not reached' }
        $rounds | Should -Be 1
        @(Get-FakeRequest package/plan).Count | Should -Be 1
    }

    It 'pass an error of the caller on as it is' {
        { Find-WinGetPackage | ForEach-Object { throw 'mine' } } | Should -Throw -ExpectedMessage 'mine'
        @(Find-WinGetPackage | Select-Object -First 1).Count | Should -Be 1
    }

    It 'emit the first object after the first batch' {
        Use-FakeEngine 'rows=3,batch=1,pause=1'
        Get-WinGetVersion | Out-Null
        $clock = [Diagnostics.Stopwatch]::StartNew()
        $times = Find-WinGetPackage | ForEach-Object { $clock.ElapsedMilliseconds }
        $times[0] | Should -BeLessThan 700
        $times[2] | Should -BeGreaterThan 1500
    }
}

Describe 'Streams' {
    BeforeEach { Use-FakeEngine 'tell' }

    It 'carry the engine''s messages' {
        $all = Find-WinGetPackage a -Verbose 4>&1 3>&1 6>&1
        @($all | Where-Object { $_ -is [Management.Automation.VerboseRecord] }).Message | Should -Contain 'a verbose text'
        @($all | Where-Object { $_ -is [Management.Automation.WarningRecord] }).Message | Should -Contain 'a warning (0x8A150045)'
        @($all | Where-Object { $_ -is [Management.Automation.InformationRecord] }).MessageData | Should -Contain 'an information'
    }

    It 'show progress as bytes or as a part of a hundred' {
        InModuleScope WinGetPy {
            Mock Write-Progress {}
            Write-EngineProgress 7 ([pscustomobject]@{ Activity = 'Downloading'; Bytes = 512; TotalBytes = 2048; BytesPerSecond = 1024 })
            Should -Invoke Write-Progress -ParameterFilter { $PercentComplete -eq 25 -and $SecondsRemaining -eq 2 -and $Id -eq 7 }
            Write-EngineProgress 7 ([pscustomobject]@{ Activity = 'Working'; Status = 'half'; PercentComplete = 150 })
            Should -Invoke Write-Progress -ParameterFilter { $PercentComplete -eq 100 -and $Status -eq 'half' }
        }
    }

    It 'show each of several downloads below all of them, until it has ended' {
        InModuleScope WinGetPy {
            Mock Write-Progress {}
            $parts = 'a', 'b' | ForEach-Object { [pscustomobject]@{ Activity = "Downloading $_"; Bytes = 1024; TotalBytes = 4096; BytesPerSecond = 1024 } }
            Write-EngineProgress 8 ([pscustomobject]@{ Activity = 'Downloading 2 files'; Bytes = 2048; TotalBytes = 8192; Parts = $parts })
            Should -Invoke Write-Progress -ParameterFilter { $Id -eq 8 -and $PercentComplete -eq 25 }
            foreach ($name in 'a', 'b') {
                Should -Invoke Write-Progress -Times 1 -Exactly -ParameterFilter { $ParentId -eq 8 -and $Activity -eq "Downloading $name" -and $SecondsRemaining -eq 3 -and -not $Completed }
            }
            Write-EngineProgress 8 ([pscustomobject]@{ Activity = 'Downloading 2 files'; Bytes = 6144; TotalBytes = 8192; Parts = @($parts[1]) })
            Should -Invoke Write-Progress -Times 1 -Exactly -ParameterFilter { $ParentId -eq 8 -and $Completed }
        }
    }
}

Describe 'Ctrl+C on a terminal' -Skip:($env:OS -eq 'Windows_NT') {
    It 'in a download cancels it at once' {
        Use-FakeEngine 'stall=package/install'
        $told = Start-Terminal -Script @"
Import-Module '$(Get-ModulePath)'
Get-WinGetVersion
try { Install-WinGetPackage -Id a.b -Verbose } finally { [IO.File]::WriteAllText('$TestDrive/stopped.txt', 'yes') }
"@ -Step 'wait:v9.9.9', 'wait:Install a.b', 'pause:1', 'key:c', 'end:10'
        "$told" | Should -Match 'ended in \d'
        [double]([regex]::Match("$told", 'after the key ([\d.]+) s').Groups[1].Value) | Should -BeLessThan 2.5
        @(Get-FakeRequest '$/cancel').Count | Should -Be 1
        Test-Path "$TestDrive/stopped.txt" | Should -BeTrue
    }

    It 'in a step lets the step finish and be recorded' {
        Use-FakeEngine "step=$TestDrive/step.txt"
        # Without progress: drawing it asks the terminal where the cursor is, and Ctrl+C throws the answer away.
        $told = Start-Terminal -Script @"
Import-Module '$(Get-ModulePath)'
`$ProgressPreference = 'SilentlyContinue'
Get-WinGetVersion
Install-WinGetPackage -Id a.b
"@ -Step 'wait:v9.9.9', "file:$TestDrive/step.txt", 'key:c', 'end:10'
        "$told" | Should -Match 'ended in \d'
        $clock = [Diagnostics.Stopwatch]::StartNew()
        while ($clock.Elapsed.TotalSeconds -lt 5 -and @(Get-Content "$TestDrive/step.txt").Count -lt 2) { Start-Sleep -Milliseconds 100 }
        Get-Content "$TestDrive/step.txt" | Should -Be @('begin', 'end')
        @(Get-FakeRequest '$/cancel').Count | Should -Be 1
    }
}

Describe 'Ctrl+C with the real engine' -Skip:($env:OS -eq 'Windows_NT') {
    It 'in a download leaves the machine as it was, and the next install works' {
        Clear-TestEnvironment
        Use-Sandbox
        $start = New-Object Diagnostics.ProcessStartInfo
        $start.FileName = Get-TestPython
        $start.Arguments = "-I `"$(Join-Path $PSScriptRoot slow_server.py)`" `"$TestDrive/asked.txt`""
        $start.RedirectStandardOutput = $true
        $start.UseShellExecute = $false
        $server = [Diagnostics.Process]::Start($start)
        try {
            Add-TestPackage Demo.Slow 1.0 -Kind portable -Url "$($server.StandardOutput.ReadLine())/slow.exe"
            Update-WinGetSource
            $told = Start-Terminal -Script @"
Import-Module '$(Get-ModulePath)'
`$ProgressPreference = 'SilentlyContinue'
Install-WinGetPackage -Id Demo.Slow
"@ -Step "file:$TestDrive/asked.txt", 'key:c', 'end:15'
        } finally { $server.Kill() }
        [double]([regex]::Match("$told", 'after the key ([\d.]+) s').Groups[1].Value) | Should -BeLessThan 4
        "$told" | Should -Match 'ended in'
        Get-WinGetPackage | Should -BeNullOrEmpty
        @(Get-ChildItem $env:WINGETPY_ROOT -Recurse -File -Filter slow.exe).Count | Should -Be 0
        (Install-WinGetPackage -Id Demo.Hello -LockWaitSeconds 3).Status | Should -Be 'Ok'
        Clear-TestEnvironment
    }
}

Describe 'Completion' {
    BeforeEach { Use-FakeEngine 'rows=3' }

    It 'offers ids, sources and versions' {
        Get-WinGetVersion | Out-Null
        (TabExpansion2 'Install-WinGetPackage -Id Fake' 30).CompletionMatches.CompletionText | Should -Be @('Fake.Package0', 'Fake.Package1', 'Fake.Package2')
        Get-FakeMember package/find | Should -Be @('Count=50', 'Id=Fake*')
        (TabExpansion2 'Find-WinGetPackage -Source ' 27).CompletionMatches.CompletionText | Should -Be @('fake', "'two words'")
        (TabExpansion2 'Install-WinGetPackage -Id a.b -Version 1' 40).CompletionMatches.CompletionText | Should -Contain '1.10'
        (TabExpansion2 'Uninstall-WinGetPackage -Id ' 28).CompletionMatches.CompletionText | Should -Be 'Fake.Package0'
        (TabExpansion2 'Remove-WinGetSource ' 20).CompletionMatches.CompletionText | Should -Contain 'fake'
    }

    It 'stays one argument whatever text a source gives' {
        InModuleScope WinGetPy {
            $typographic = "a$([char]0x2019); calc; $([char]0x2018)b"
            foreach ($text in $typographic, 'a"; calc; "b', '$(calc)', 'a b;calc*', 'a`b', '-WhatIf', '--%', "it's", '{calc}', '1.10') {
                $line = "Find-WinGetPackage -Id $((Format-Completion $text).CompletionText)"
                $faults = $null
                $tree = [Management.Automation.Language.Parser]::ParseInput($line, [ref]$null, [ref]$faults)
                $faults.Count | Should -Be 0 -Because $line
                $tree.EndBlock.Statements.Count | Should -Be 1 -Because $line
                $words = $tree.EndBlock.Statements[0].PipelineElements[0].CommandElements
                $words.Count | Should -Be 3 -Because $line
                $(if ($words[2] -is [Management.Automation.Language.StringConstantExpressionAst]) { $words[2].Value } else { $words[2].Extent.Text }) | Should -Be $text
            }
            foreach ($text in "a`ncalc", "$([char]27)[2Ja", "a`rb") { Format-Completion $text | Should -BeNullOrEmpty }
        }
    }

    It 'starts the engine where it does not run yet, and has its answer' {
        InModuleScope WinGetPy { Stop-Engine }
        @(Get-EngineProcess).Count | Should -Be 0
        (TabExpansion2 'Install-WinGetPackage -Id Fake' 30).CompletionMatches.CompletionText | Should -Contain 'Fake.Package1'
        @(Get-FakeRequest initialize).Count | Should -Be 1
    }

    It 'offers ids for a word without a parameter name, and versions of what it names' {
        Get-WinGetVersion | Out-Null
        foreach ($verb in 'Find', 'Install') { (TabExpansion2 "$verb-WinGetPackage Fake" "$verb-WinGetPackage Fake".Length).CompletionMatches.CompletionText | Should -Contain 'Fake.Package2' -Because $verb }
        foreach ($verb in 'Get', 'Update', 'Uninstall') { (TabExpansion2 "$verb-WinGetPackage Fake" "$verb-WinGetPackage Fake".Length).CompletionMatches.CompletionText | Should -Contain 'Fake.Package0' -Because $verb }
        (TabExpansion2 'Install-WinGetPackage a.b -Version 1' 36).CompletionMatches.CompletionText | Should -Contain '1.10'
        (TabExpansion2 'Get-WinGetSource ' 17).CompletionMatches.CompletionText | Should -Contain 'fake'
    }

    It 'is there, too, under a prefix' {
        Set-Content "$TestDrive/prefix.ps1" @'
Import-Module $env:MODULE -Prefix Py
Get-PyWinGetVersion | Out-Null
foreach ($line in 'Install-PyWinGetPackage -Id Fak', 'Uninstall-PyWinGetPackage -Id Fak', 'Update-PyWinGetPackage -Id a.b -Version 1.1', 'Find-PyWinGetPackage -Source fa', 'Remove-PyWinGetSource fa') {
    @((TabExpansion2 $line $line.Length).CompletionMatches.CompletionText | Select-Object -Unique) -join ' '
}
'@
        $env:MODULE = Get-ModulePath
        try { $told = pwsh -NoProfile -File "$TestDrive/prefix.ps1" } finally { Remove-Item Env:MODULE }
        $told | Should -Be @('Fake.Package0 Fake.Package1 Fake.Package2', 'Fake.Package0', '1.10', 'fake', 'fake')
    }

    It 'gives up after 300 ms, without a trace, and the next command works' {
        Use-FakeEngine 'stall=package/find'
        Get-WinGetVersion | Out-Null
        $Error.Clear()
        $clock = [Diagnostics.Stopwatch]::StartNew()
        @((TabExpansion2 'Find-WinGetPackage -Id Fake' 27).CompletionMatches).Count | Should -BeLessOrEqual 1   # file names, at most
        $clock.ElapsedMilliseconds | Should -BeLessThan 900
        $Error.Count | Should -Be 0
        @(Get-WinGetPackage).Count | Should -Be 1
    }

    It 'waits longer for the first answer of an engine that it has started' {
        Use-FakeEngine 'rows=2,batch=1,pause=0.7'
        InModuleScope WinGetPy { Stop-Engine }
        (TabExpansion2 'Install-WinGetPackage -Id Fake' 30).CompletionMatches.CompletionText | Should -Be 'Fake.Package0', 'Fake.Package1'
        (TabExpansion2 'Install-WinGetPackage -Id Fake' 30).CompletionMatches.CompletionText | Should -Not -Contain 'Fake.Package1'
    }

    It 'starts the engine behind the prompt, in several key presses if need be' {
        $Error.Clear()
        InModuleScope WinGetPy {
            Stop-Engine
            Start-Engine -BudgetMilliseconds 1 | Should -BeNullOrEmpty
            $script:Opening | Should -Not -BeNullOrEmpty
            $clock = [Diagnostics.Stopwatch]::StartNew()
            while (-not ($engine = Start-Engine -BudgetMilliseconds 50) -and $clock.Elapsed.TotalSeconds -lt 10) { $clock | Out-Null }
            $engine.Version | Should -Be '9.9.9'
        }
        @(Get-FakeRequest initialize).Count | Should -Be 1
        $Error.Count | Should -Be 0
    }

    It 'does not ask while a request runs' {
        Use-FakeEngine 'rows=2,batch=1,pause=0.3'
        $offered = Find-WinGetPackage | ForEach-Object { , @(InModuleScope WinGetPy { Get-Completion 'source/list' @{} Source }) }
        @($offered | ForEach-Object { $_ }).Count | Should -Be 0
        @(Get-FakeRequest 'source/list').Count | Should -Be 0
    }
}

Describe 'Speed' {
    It 'of 5,000 rows is at most three times that of ConvertFrom-Json alone' {
        Use-FakeEngine 'rows=5000'
        $found = Find-WinGetPackage
        $json = ConvertTo-Json @($found) -Depth 4 -Compress
        $ours = (1..5 | ForEach-Object { (Measure-Command { Find-WinGetPackage }).TotalMilliseconds } | Measure-Object -Minimum).Minimum
        $alone = (1..5 | ForEach-Object { (Measure-Command { ConvertFrom-Json $json }).TotalMilliseconds } | Measure-Object -Minimum).Minimum
        Write-Host "    Find-WinGetPackage: $([Math]::Round($ours)) ms; ConvertFrom-Json alone: $([Math]::Round($alone)) ms"
        $ours | Should -BeLessThan (3 * $alone)
    }

    It 'of an answer that takes two seconds is a wait: it looks ten times a second, not all the time' {
        Use-FakeEngine 'rows=2,batch=1,pause=2'
        $null = Get-WinGetVersion
        $looks = Set-PSBreakpoint -Command Receive-EngineMessage -Action { }
        try {
            (Measure-Command { Find-WinGetPackage a | Out-Null }).TotalSeconds | Should -BeGreaterThan 1.5
            $looks.HitCount | Should -BeGreaterThan 5
            $looks.HitCount | Should -BeLessThan 60
        } finally {
            Remove-PSBreakpoint $looks
        }
    }
}

AfterAll { Remove-Module WinGetPy -ErrorAction Ignore; Clear-TestEnvironment }
