# Requests to the engine. One reader routes each line to the queue of its request: in `Find | Install` two requests share
# the pipe, and neither may read past the other's messages.

$script:Utf8 = New-Object Text.UTF8Encoding -ArgumentList $false

function Clear-HandledError {
    # An error that was dealt with does not stay in $Error. (5.1 and 7 put every caught exception there.)
    param([Management.Automation.ErrorRecord] $Record)

    $errors = $global:Error
    while ($errors.Count -and ($null -eq $Record -or $errors[0] -eq $Record -or $errors[0].Exception -eq $Record.Exception)) {
        $errors.RemoveAt(0)
        if ($null -eq $Record) { break }
    }
}

function Send-EngineMessage {
    # Writes one message as a line. False if the engine's input is closed or nobody takes it for ten seconds.
    param([Parameter(Mandatory)][hashtable] $Engine, [Parameter(Mandatory)][hashtable] $Message)

    $line = ConvertTo-Json -InputObject $Message -Compress -Depth 8
    $bytes = $script:Utf8.GetBytes($line + "`n")
    try {
        # One after the other: .NET Framework flushes at once what its pool of threads may not have written yet.
        foreach ($flush in $false, $true) {
            $task = if ($flush) { $Engine.Input.FlushAsync() } else { $Engine.Input.WriteAsync($bytes, 0, $bytes.Length) }
            if ([Threading.Tasks.Task]::WaitAny([Threading.Tasks.Task[]]@($task), 10000) -lt 0 -or $task.IsFaulted) { return $false }
        }
    } catch {
        Clear-HandledError $_   # the pipe is closed
        return $false
    }
    $true
}

function Receive-EngineMessage {
    # The next message for a request, or nothing after the given time; $Engine.Ended then tells whether more can come.
    # Lines for other requests go to their queues. One ReadLineAsync is outstanding at a time, and the wait for it is
    # bounded, so that Ctrl+C is answered at once.
    param([Parameter(Mandatory)][hashtable] $Engine, [Parameter(Mandatory)][int] $Id, [int] $Milliseconds = 100)

    $queue = $Engine.Queues[$Id]
    if ($queue.Count) { return $queue.Dequeue() }
    if ($Engine.Ended) { return }
    if ($null -eq $Engine.Pending) { $Engine.Pending = $Engine.Reader.ReadLineAsync() }
    $task = $Engine.Pending
    if ([Threading.Tasks.Task]::WaitAny([Threading.Tasks.Task[]]@($task), $Milliseconds) -lt 0) { return }
    if (-not [object]::ReferenceEquals($task, $Engine.Pending)) { return }   # an event's action read it meanwhile
    $Engine.Pending = $null
    if ($task.IsFaulted -or $task.IsCanceled -or $null -eq $task.Result) {
        $Engine.Ended = $true
        return
    }
    Add-EngineMessage $Engine $task.Result
    if ($queue.Count) { return $queue.Dequeue() }
}

function Add-EngineMessage {
    # Puts a line into the queue of its request. What belongs to a request that was given up is dropped.
    param([Parameter(Mandatory)][hashtable] $Engine, [Parameter(Mandatory)][AllowEmptyString()][string] $Line)

    try {
        $option = $script:JsonOption
        $message = ConvertFrom-Json -InputObject $Line @option
    } catch {
        Clear-HandledError $_
        $Engine.Stray = $Line.Substring(0, [Math]::Min(200, $Line.Length))
        return
    }
    $id = if ($message.method) { $message.params.RequestId } else { $message.id }
    if ($id -isnot [int] -and $id -isnot [long] -or $id -gt [int]::MaxValue) { return }   # none of ours, or what something else printed
    $id = [int]$id
    if (-not $message.method) { $Engine.Changes.Remove($id) }
    $queue = $Engine.Queues[$id]
    if ($null -ne $queue) { $queue.Enqueue($message) }
}

function Get-CallerProxy {
    # The caller's proxy variables: the engine outlives changes of them.
    $proxy = @{}
    foreach ($pair in @{ Http = 'HTTP_PROXY'; Https = 'HTTPS_PROXY'; No = 'NO_PROXY' }.GetEnumerator()) {
        foreach ($name in $pair.Value.ToLowerInvariant(), $pair.Value) {
            $value = [Environment]::GetEnvironmentVariable($name)
            if ($value) { $proxy[$pair.Key] = $value; break }
        }
    }
    $proxy
}

function Open-EngineRequest {
    # Sends a request and gives it a queue. Nothing if the engine cannot be reached.
    param([Parameter(Mandatory)][hashtable] $Engine, [Parameter(Mandatory)][string] $Method, [Parameter(Mandatory)][hashtable] $Parameter)

    $id = $Engine.NextId++
    $Engine.Queues[$id] = New-Object Collections.Generic.Queue[object]
    if ($Method -in 'package/install', 'package/update', 'package/uninstall') { $Engine.Changes[$id] = $true }
    $proxy = Get-CallerProxy
    if ($proxy.Count -and $Method -match '^(package|source)/') { $Parameter = $Parameter + @{ Proxy = $proxy } }
    if (Send-EngineMessage $Engine @{ jsonrpc = '2.0'; id = $id; method = $Method; params = $Parameter }) { return $id }
    $Engine.Ended = $true
    $id
}

function Close-EngineRequest {
    # Forgets a request. One that has not been answered is cancelled; a change is given a moment to say that it stopped.
    param([Parameter(Mandatory)][hashtable] $Engine, [Parameter(Mandatory)][int] $Id, [switch] $Answered)

    if (-not $Answered -and -not $Engine.Ended) {
        $null = Send-EngineMessage $Engine @{ jsonrpc = '2.0'; method = '$/cancel'; params = @{ RequestId = $Id } }
        $clock = [Diagnostics.Stopwatch]::StartNew()
        while ($Engine.Changes[$Id] -and -not $Engine.Ended -and $clock.ElapsedMilliseconds -lt 2000) {
            $null = Receive-EngineMessage $Engine $Id 100
        }
    }
    $Engine.Queues.Remove($Id)
    if ($Engine.Retired -and -not $Engine.Queues.Count) { Close-Engine $Engine }
}

function Invoke-Engine {
    # Carries out one request: emits its items as objects, shows progress and messages, and leaves the final answer in $Call:
    # Result or Error, Faults (errors inside items), and Abandoned (see Send-Object).
    # Whatever ends it early (Ctrl+C, Select-Object -First, an error downstream) cancels the request.
    param(
        [Parameter(Mandatory)] $Cmdlet,
        [Parameter(Mandatory)][hashtable] $Call,
        [Parameter(Mandatory)][string] $Method,
        [hashtable] $Parameter = @{},
        [string] $ItemsAs
    )

    $Call.Result = $null
    $Call.Error = $null
    $Call.Faults = @()
    $engine = Connect-Engine $Cmdlet
    $Call.Engine = $engine
    $id = Open-EngineRequest $engine $Method $Parameter
    $answered = $false
    $heard = $false
    $progress = $false
    try {
        while (-not $answered) {
            $message = Receive-EngineMessage $engine $id
            if ($null -eq $message) {
                if (-not $engine.Ended) { continue }
                if ($heard -or -not (Test-LeftIdle $engine)) { break }
                # It ended by itself after ten idle minutes, just before it was asked: ask a new one.
                $engine.Queues.Remove($id)
                $engine = Connect-Engine $Cmdlet
                $Call.Engine = $engine
                $id = Open-EngineRequest $engine $Method $Parameter
                $heard = $true
                continue
            }
            $heard = $true
            $kind = $message.method
            if ($kind -eq '$/items') {
                $objects = @(& "ConvertTo-$ItemsAs" $message.params.Columns $message.params.Rows $Call)
                Send-Object $objects $Call
                if ($Call.Abandoned) { break }
            } elseif ($kind -eq '$/progress') {
                $progress = $true
                Write-EngineProgress $id $message.params
            } elseif ($kind -eq '$/message') {
                Write-EngineMessage $Cmdlet $message.params
            } else {
                $answered = $true
                if ($message.error) { $Call.Error = ConvertTo-EngineFault $message.error } else { $Call.Result = $message.result }
            }
        }
    } finally {
        Close-EngineRequest $engine $id -Answered:$answered
        if ($progress) { Write-Progress -Activity 'WinGetPy' -Id $id -Completed }
    }
    if (-not $answered -and -not $Call.Abandoned) {
        $text = "The engine was lost in the middle of ${Method}: $(Get-EngineEpitaph $engine). Its log: $($engine.LogPath)"
        Close-Engine $engine
        if ([object]::ReferenceEquals($engine, $script:Engine)) { $script:Engine = $null }
        $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord @{ Symbol = 'EngineLost'; Category = 'ConnectionError'; Message = $text; LogPath = $engine.LogPath }))
    }
}

function Send-Object {
    # Emits objects. A `break` or `continue` further down the pipeline means the caller's loop, and must not end or advance one
    # of ours: this loop takes it, stops, and says in $Call.Abandoned (Break or Continue) what the command is to do.
    param([Parameter(Mandatory)][AllowEmptyCollection()][object[]] $Object, [Parameter(Mandatory)][hashtable] $Call)

    $sent = 0
    for ($i = 0; $i -eq $sent -and $i -lt $Object.Count; $i++) { $Object[$i]; $sent++ }
    if ($sent -lt $Object.Count) { $Call.Abandoned = if ($i -gt $sent) { 'Continue' } else { 'Break' } }
}

function Test-LeftIdle {
    # Whether an engine that is gone ended of its own will.
    param([Parameter(Mandatory)][hashtable] $Engine)

    $Engine.Process.WaitForExit(1000) -and $Engine.Process.ExitCode -eq 0
}

function Write-EngineMessage {
    # A text of the engine on the stream where it belongs.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)] $Message)

    $text = if ($Message.Code) { "$($Message.Text) ($($Message.Code))" } else { [string]$Message.Text }
    if ($Message.Level -eq 'Verbose') {
        $Cmdlet.WriteVerbose($text)
    } elseif ($Message.Level -eq 'Information') {
        Write-Information $text
    } elseif ($Message.Level -eq 'Error') {
        Write-EngineError $Cmdlet @{ Symbol = 'EngineMessage'; Category = 'NotSpecified'; Message = $Message.Text; Code = $Message.Code }
    } else {
        $Cmdlet.WriteWarning($text)
    }
}
