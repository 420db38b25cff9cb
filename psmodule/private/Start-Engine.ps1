# Starting the engine: which interpreter, which engine, and the first word (initialize). One engine a runspace.

$script:ProtocolVersion = 1
$script:Engine = $null     # the engine of this runspace, ready for requests
$script:Opening = $null    # an engine on its way: its start can be spread over several calls (completion has 300 ms)

# What the interpreter is started with. It looks for its own wingetpy if it was named (WINGETPY_PYTHON), otherwise it takes
# the engine's folder; a packaged engine holds compiled parts, which fit one interpreter only. No double quotes in here.
$script:Bootstrap = @(
    'import sys'
    'own,path,tag=sys.argv[1:4]'
    'del sys.argv[1:4]'
    "sys.version_info>=(3,11) or sys.exit('it is Python %d.%d, and 3.11 or newer is needed'%sys.version_info[:2])"
    "sys.maxsize>2**32 or 'PROCESSOR_ARCHITEW6432' not in __import__('os').environ or sys.exit('it is a 32-bit Python on a 64-bit Windows')"
    "found=own=='1' and __import__('importlib.util').util.find_spec('wingetpy')"
    "here=tag and 'cp%d%d-'%sys.version_info[:2]+__import__('sysconfig').get_platform().replace('-','_').replace('.','_')"
    "found or here==tag or sys.exit('the engine in the module was packaged for %s, this Python is %s'%(tag,here))"
    'found or path and sys.path.insert(0,path)'
    'from wingetpy.__main__ import run'
    'sys.exit(run())'
) -join ';'

function Get-EngineFolder {
    # Where the engine lies: packaged in the module, or in the repository beside it; an empty Path means the interpreter's own.
    param([Parameter(Mandatory)][string] $ModuleBase)

    $packaged = Join-Path $ModuleBase 'engine'
    $marker = Join-Path 'wingetpy' '__init__.py'
    if (Test-Path -LiteralPath (Join-Path $packaged $marker) -PathType Leaf) {
        $tagFile = Join-Path $packaged 'TAG'
        $tag = if (Test-Path -LiteralPath $tagFile) { ([IO.File]::ReadAllText($tagFile)).Trim() } else { '' }
        return @{ Path = $packaged; Tag = $tag; Name = "the engine in the module ($packaged)" }
    }
    $repository = Join-Path (Split-Path $ModuleBase -Parent) 'engine'
    if (Test-Path -LiteralPath (Join-Path $repository $marker) -PathType Leaf) {
        return @{ Path = $repository; Tag = ''; Name = "the repository's engine ($repository)" }
    }
    @{ Path = ''; Tag = ''; Name = "the interpreter's own wingetpy" }
}

function Get-EngineEnvironment {
    # The variables that an engine was started under, as one text to compare.
    $variables = @(Get-ChildItem Env: | Where-Object Name -Like 'WINGETPY_*' | Sort-Object Name)
    ($variables | ForEach-Object { "$($_.Name)=$($_.Value)" }) -join "`n"
}

function Start-Engine {
    # The next step towards a ready engine, for at most the given time: the engine, or nothing. $script:Opening then tells
    # whether the time was over (Failure is empty) or why no interpreter serves.
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSUseShouldProcessForStateChangingFunctions', '',
        Justification = 'Private: starts a helper process of this session, which changes nothing on the machine.')]
    param([int] $BudgetMilliseconds = [int]::MaxValue)

    $environment = Get-EngineEnvironment
    if ($script:Opening -and $script:Opening.Environment -ne $environment) { Close-Opening }
    if (-not $script:Opening) { $script:Opening = Initialize-Opening $environment }
    $opening = $script:Opening
    $clock = [Diagnostics.Stopwatch]::StartNew()
    while (-not $opening.Failure) {
        if (-not $opening.Current) {
            if ($opening.Next -ge $opening.Candidates.Count) {
                $opening.Failure = Get-NoEngineText $opening
                break
            }
            $opening.Current = Open-Engine $opening $opening.Candidates[$opening.Next++]
            continue
        }
        $engine = $opening.Current
        $answer = Receive-EngineMessage $engine 0 ([Math]::Max(0, [Math]::Min(100, $BudgetMilliseconds - $clock.ElapsedMilliseconds)))
        if ($answer) {
            if (Test-Initialized $opening $engine $answer) {
                $script:Opening = $null
                $script:Engine = $engine
                Register-EngineEnd $engine
                return $engine
            }
            Close-Engine $engine
            $opening.Current = $null
        } elseif ($engine.Ended) {
            $opening.Tried += "$($engine.From): $($engine.File): $(Get-EngineEpitaph $engine)"
            Close-Engine $engine
            $opening.Current = $null
        } elseif ($engine.Clock.ElapsedMilliseconds -gt $engine.Patience) {
            $opening.Tried += "$($engine.From): $($engine.File): no answer to initialize within $($engine.Patience / 1000) s"
            Close-Engine $engine
            $opening.Current = $null
        } elseif ($clock.ElapsedMilliseconds -ge $BudgetMilliseconds) {
            return
        }
    }
}

function Initialize-Opening {
    # What a start needs to know: the engine's folder and the interpreters to try.
    param([Parameter(Mandatory)][AllowEmptyString()][string] $Environment)

    $base = $script:ModuleBase
    $folder = Get-EngineFolder $base
    @{
        Environment = $Environment
        Folder      = $folder
        Candidates  = @(Get-PythonCandidate $base)
        Next        = 0
        Current     = $null
        Tried       = @()
        Failure     = Get-ElevationFault $base $folder.Path
    }
}

function Open-Engine {
    # Starts one interpreter and sends initialize. Nothing if it is passed over or cannot be started; Tried then says why.
    param([Parameter(Mandatory)][hashtable] $Opening, [Parameter(Mandatory)][hashtable] $Candidate)

    $place = "$($Candidate.From): $($Candidate.File)"
    if ($Candidate.Skip) {
        $Opening.Tried += "${place}: $($Candidate.Skip)"
        return
    }
    $folder = $Opening.Folder
    $own = if ($Candidate.Named) { '1' } else { '0' }
    $arguments = @($Candidate.Prefix) + @('-I', '-X', 'utf8', '-c', $script:Bootstrap, $own, $folder.Path, $folder.Tag, 'serve')
    try {
        $pipes = Open-Process -FilePath $Candidate.File -Argument $arguments
    } catch {
        Clear-HandledError $_
        $Opening.Tried += "${place}: it cannot be started: $($_.Exception.GetBaseException().Message)"
        return
    }
    $engine = @{
        Process     = $pipes.Process
        Input       = $pipes.Input
        Reader      = $pipes.Reader
        Errors      = $pipes.Errors
        Pending     = $null
        Queues      = @{ 0 = New-Object Collections.Generic.Queue[object] }
        Changes     = @{}
        NextId      = 1
        Ended       = $false
        Retired     = $false
        Stray       = ''
        File        = $Candidate.File
        From        = $Candidate.From
        Environment = $Opening.Environment
        Clock       = [Diagnostics.Stopwatch]::StartNew()
        Patience    = if ($Candidate.Named) { 30000 } else { 5000 }   # nothing else is tried after the named one
    }
    $hello = @{ jsonrpc = '2.0'; id = 0; method = 'initialize'; params = @{
            ProtocolVersion = $script:ProtocolVersion
            Client          = @{ Name = 'WinGetPy'; Version = $script:ModuleVersion }
            Locale          = [Globalization.CultureInfo]::CurrentUICulture.Name
        }
    }
    $null = Send-EngineMessage $engine $hello
    $engine
}

function Test-Initialized {
    # Whether the answer to initialize is that of an engine we can speak to. If not, Tried or Failure says why.
    param([Parameter(Mandatory)][hashtable] $Opening, [Parameter(Mandatory)][hashtable] $Engine, [Parameter(Mandatory)] $Answer)

    if ($Answer.error) {
        if ($Answer.error.data.Symbol -eq 'ProtocolVersionMismatch') {
            $Opening.Symbol = 'ProtocolVersionMismatch'
            $Opening.Failure = "$($Answer.error.message) $($Answer.error.data.Remedy) ($($Engine.File), $($Opening.Folder.Name))"
        } else {
            $Opening.Tried += "$($Engine.From): $($Engine.File): $($Answer.error.message)"
        }
        return $false
    }
    $theirs = $Answer.result.ProtocolVersion
    if ($theirs -ne $script:ProtocolVersion) {
        $older = if ($theirs -lt $script:ProtocolVersion) { 'the engine (pip install --upgrade wingetpy, or a new package of the module)' } else { 'the WinGetPy module' }
        $Opening.Symbol = 'ProtocolVersionMismatch'
        $Opening.Failure = "The module speaks protocol $($script:ProtocolVersion), the engine $theirs. Update $older. ($($Engine.File))"
        return $false
    }
    $Engine.Version = [string]$Answer.result.EngineVersion
    $Engine.Host = [string]$Answer.result.Host
    $Engine.LogPath = [string]$Answer.result.LogPath
    $Engine.Queues.Remove(0)
    $true
}

function Get-NoEngineText {
    # Why no interpreter serves: each that was tried, and what to do.
    param([Parameter(Mandatory)][hashtable] $Opening)

    $tried = if ($Opening.Tried.Count) { ($Opening.Tried | ForEach-Object { "`n  $_" }) -join '' } else { "`n  nothing: no Python was found" }
    "The engine cannot be started: no Python 3.11 or newer that can run $($Opening.Folder.Name). Tried:$tried`n" +
    'Set WINGETPY_PYTHON to an interpreter that has the engine (python -m pip install wingetpy), or make a virtual environment named .venv beside the module.'
}

function Connect-Engine {
    # The engine of this runspace: the one that runs, or a new one if there is none, it died or WINGETPY_* changed.
    param([Parameter(Mandatory)] $Cmdlet)

    $engine = $script:Engine
    if ($engine) {
        if ($engine.Ended -or $engine.Process.HasExited) {
            Close-Engine $engine
        } elseif ($engine.Environment -ne (Get-EngineEnvironment)) {
            # Requests that still use the old one finish there: the last of them closes it.
            if ($engine.Queues.Count) { $engine.Retired = $true } else { Close-Engine $engine }
        } else {
            return $engine
        }
        $script:Engine = $null
    }
    $engine = Start-Engine
    if ($engine) {
        $Cmdlet.WriteVerbose("Engine $($engine.Version) on host $($engine.Host), started with $($engine.File); its log: $($engine.LogPath)")
        return $engine
    }
    $opening = $script:Opening
    $symbol = if ($opening.Symbol) { $opening.Symbol } else { 'EngineNotFound' }
    Close-Opening
    $record = ConvertTo-ErrorRecord @{ Symbol = $symbol; Category = 'ResourceUnavailable'; Message = $opening.Failure }
    $Cmdlet.ThrowTerminatingError($record)
}

function Register-EngineEnd {
    # Has the engine end with this runspace. The action of such an event sees neither this module nor any data handed to it,
    # so the pipe is left where it can be found by the runspace's own id.
    param([Parameter(Mandatory)][hashtable] $Engine)

    $key = "WinGetPy.Input.$([runspace]::DefaultRunspace.InstanceId)"
    $registered = $null -ne [AppDomain]::CurrentDomain.GetData($key)   # by this module or one that was imported before
    [AppDomain]::CurrentDomain.SetData($key, $Engine.Input)
    if ($registered) { return }
    $null = Register-EngineEvent -SourceIdentifier PowerShell.Exiting -SupportEvent -Action {
        $pipe = [AppDomain]::CurrentDomain.GetData("WinGetPy.Input.$([runspace]::DefaultRunspace.InstanceId)")
        if ($pipe) { $pipe.Dispose() }
    }
}
