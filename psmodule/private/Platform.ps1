# Everything that differs by operating system and by edition of PowerShell lies here, in one file: process start, quoting,
# encodings, candidates for the interpreter, elevation. Linux cannot prove it; tests/windows/First-Run.ps1 runs it on Windows.

function Test-WindowsSystem {
    # $IsWindows is not known to Windows PowerShell 5.1.
    $env:OS -eq 'Windows_NT' -and [IO.Path]::DirectorySeparatorChar -eq '\'
}

function Test-Wine {
    # Whether this Windows is Wine, by the key that only an administrator can make.
    (Test-WindowsSystem) -and $null -ne [Microsoft.Win32.Registry]::LocalMachine.OpenSubKey('Software\Wine')
}

function Test-EngineIsThisMachine {
    # Whether the machine that the engine changes is the one this session runs on: only then are this session's folders
    # and its PATH those of the engine.
    param([Parameter(Mandatory)] $Engine)

    (Test-WindowsSystem) -and $Engine.Host -eq 'windows'
}

function Test-EngineSharesDisk {
    # Whether a path of this session means the same file to the engine. An engine under Wine has paths of its own.
    param([Parameter(Mandatory)] $Engine)

    (Test-WindowsSystem) -or $Engine.Host -ne 'windows'
}

function Get-SystemFolder {
    # A folder that is always there and that nobody needs to remove while an engine works in it.
    if (Test-WindowsSystem) { [Environment]::SystemDirectory } else { '/' }
}

function Format-ProcessArgument {
    # One argument as it must stand in a command line (there is no ArgumentList in .NET Framework). The rules of
    # CommandLineToArgvW; .NET on Linux takes the same string apart by the same rules.
    param([Parameter(Mandatory)][AllowEmptyString()][string] $Argument)

    if ($Argument -and $Argument -notmatch '[\s"]') { return $Argument }
    $escaped = $Argument -replace '(\\*)"', '$1$1\"' -replace '(\\+)$', '$1$1'
    '"' + $escaped + '"'
}

function Open-Process {
    # Starts a program with redirected pipes and returns it with its own reader and writer. Only the base streams are used:
    # in Windows PowerShell 5.1 the ready-made writer has the console's encoding and may put a byte-order mark in front.
    param(
        [Parameter(Mandatory)][string] $FilePath,
        [Parameter(Mandatory)][AllowEmptyCollection()][AllowEmptyString()][string[]] $Argument
    )

    $start = New-Object Diagnostics.ProcessStartInfo
    $start.FileName = $FilePath
    $start.Arguments = @($Argument | ForEach-Object { Format-ProcessArgument $_ }) -join ' '
    $start.WorkingDirectory = Get-SystemFolder
    $start.UseShellExecute = $false
    $start.CreateNoWindow = $true
    $start.RedirectStandardInput = $true
    $start.RedirectStandardOutput = $true
    $start.RedirectStandardError = $true
    $plain = New-Object Text.UTF8Encoding -ArgumentList $false
    $start.StandardOutputEncoding = $plain
    $start.StandardErrorEncoding = $plain
    # glibc gives each thread a heap of its own that grows and is never given back: one for all keeps the engine's memory flat.
    if (-not (Test-WindowsSystem) -and -not $env:MALLOC_ARENA_MAX) { $start.EnvironmentVariables['MALLOC_ARENA_MAX'] = '1' }
    $process = [Diagnostics.Process]::Start($start)
    @{
        Process = $process
        Input   = $process.StandardInput.BaseStream
        Reader  = New-Object IO.StreamReader -ArgumentList $process.StandardOutput.BaseStream, $plain, $false, 65536
        Errors  = $process.StandardError.ReadToEndAsync()   # drained, so that a full pipe never stalls the engine
    }
}

function Close-Process {
    # Ends a process that must end. Kill($true) is not known to .NET Framework; the engine's children are not ours to end.
    param([Parameter(Mandatory)][Diagnostics.Process] $Process)

    if (-not $Process.HasExited) {
        try { $Process.Kill() } catch [InvalidOperationException] { Clear-HandledError $_ }
    }
}

# Interpreters

function Get-PythonCandidate {
    # Interpreters in the order in which they are tried, as @{ File; Prefix; From (see Get-PlaceText) } or,
    # where one is passed over, with Skip.
    param([Parameter(Mandatory)][string] $ModuleBase)

    if ($env:WINGETPY_PYTHON) {
        $file = $env:WINGETPY_PYTHON
        if (Test-Path -LiteralPath $file -PathType Leaf) {
            $file = (Resolve-Path -LiteralPath $file).ProviderPath
        } else {
            $onPath = @(Get-ProgramOnPath $file)
            if ($onPath.Count) { $file = $onPath[0] }
        }
        return @{ File = $file; Prefix = @(); From = 'WINGETPY_PYTHON'; Named = $true; Skip = Get-PythonFault $file }
    }
    $seen = @{}
    foreach ($candidate in (Get-PythonPlace $ModuleBase)) {
        $key = "$($candidate.File)|$($candidate.Prefix)"
        if ($seen[$key]) { continue }
        $seen[$key] = $true
        $candidate.Skip = Get-PythonFault $candidate.File
        $candidate
    }
}

function Get-PythonPlace {
    # Where an interpreter may be: beside the module, in the registry, on PATH. Only files that exist.
    param([Parameter(Mandatory)][string] $ModuleBase)

    $windows = Test-WindowsSystem
    $program = if ($windows) { 'python.exe' } else { 'bin/python3' }
    $inEnvironment = if ($windows) { 'Scripts\python.exe' } else { 'bin/python' }
    $own = Join-Path (Join-Path $ModuleBase 'python') $program
    if (Test-Path -LiteralPath $own -PathType Leaf) { @{ File = $own; Prefix = @(); From = @('PythonOfModule') } }
    foreach ($base in $ModuleBase, (Split-Path $ModuleBase -Parent)) {
        foreach ($name in '.venv', 'venv') {
            $file = Join-Path (Join-Path $base $name) $inEnvironment
            if (Test-Path -LiteralPath $file -PathType Leaf) { @{ File = $file; Prefix = @(); From = @('PythonBesideModule') } }
        }
    }
    if ($windows) { Get-RegisteredPython }
    if ($windows) {
        foreach ($file in (Get-ProgramOnPath 'py.exe')) { @{ File = $file; Prefix = @('-3'); From = @('PythonLauncher') } }
    }
    $names = if ($windows) { 'python.exe', 'python3.exe' } else { 'python', 'python3' }
    foreach ($name in $names) {
        foreach ($file in (Get-ProgramOnPath $name)) { @{ File = $file; Prefix = @(); From = @('PythonOnPath', $name) } }
    }
}

function Get-ProgramOnPath {
    # Every file of this name in the folders of PATH, in their order. (Join-Path would fail on a drive that is not connected.)
    param([Parameter(Mandatory)][string] $Name)

    foreach ($folder in ($env:PATH -split [regex]::Escape([string][IO.Path]::PathSeparator))) {
        $folder = $folder.Trim().Trim('"')
        if (-not $folder -or $folder.IndexOfAny([IO.Path]::GetInvalidPathChars()) -ge 0 -or -not [IO.Path]::IsPathRooted($folder)) { continue }
        $file = [IO.Path]::Combine($folder, $Name)
        if ([IO.File]::Exists($file)) { $file }   # a folder that this account must not read is none, and no error
    }
}

function Get-RegisteredPython {
    # Interpreters registered as PEP 514 says: for the machine, then (not elevated) for the user; 64-bit views first.
    $hives = @([Microsoft.Win32.RegistryHive]::LocalMachine)
    if (-not (Test-Elevated)) { $hives += [Microsoft.Win32.RegistryHive]::CurrentUser }
    foreach ($hive in $hives) {
        foreach ($view in [Microsoft.Win32.RegistryView]::Registry64, [Microsoft.Win32.RegistryView]::Registry32) {
            $root = [Microsoft.Win32.RegistryKey]::OpenBaseKey($hive, $view)
            $python = $root.OpenSubKey('Software\Python')
            if ($null -eq $python) { continue }
            foreach ($company in $python.GetSubKeyNames()) {
                if ($company -eq 'PyLauncher') { continue }
                $tags = $python.OpenSubKey($company)
                foreach ($tag in @($tags.GetSubKeyNames() | Sort-Object -Descending)) {
                    $place = $tags.OpenSubKey("$tag\InstallPath")
                    if ($null -eq $place) { continue }
                    $file = $place.GetValue('ExecutablePath')
                    if (-not $file -and $place.GetValue('')) { $file = [IO.Path]::Combine($place.GetValue(''), 'python.exe') }
                    if ($file -and (Test-Path -LiteralPath $file -PathType Leaf)) {
                        @{ File = $file; Prefix = @(); From = @('PythonInRegistry', $company, $tag) }
                    }
                }
            }
        }
    }
}

function Get-PythonFault {
    # Why an interpreter cannot serve, as far as this is known without starting it; nothing if it may.
    param([Parameter(Mandatory)][string] $Path)

    if (-not (Test-Path -LiteralPath $Path -PathType Leaf)) { return Get-Message NoSuchFile }
    if (-not (Test-WindowsSystem)) { return }
    if ($Path -match '\\WindowsApps\\') {
        # The alias opens the Store, and Store's Python has a private copy of HKCU and AppData.
        return Get-Message PythonOfStore
    }
    if (Test-Elevated) {
        $who = Get-UntrustedWriter $Path
        if ($who) { return Get-Message PythonWritable $who }
    }
}

# Elevation

function Test-Elevated {
    # Whether this session has an administrator's rights on Windows. Containers on Linux run as root: not asked there.
    if (-not (Test-WindowsSystem)) { return $false }
    $identity = [Security.Principal.WindowsIdentity]::GetCurrent()
    (New-Object Security.Principal.WindowsPrincipal -ArgumentList $identity).IsInRole([Security.Principal.WindowsBuiltInRole]::Administrator)
}

function Get-UntrustedWriter {
    # Who else than the system and administrators may write to a file or to its folder; nothing if nobody.
    param([Parameter(Mandatory)][string] $Path)

    if (Test-Wine) { return }   # there, every owner is a user of the system below
    $places = @($Path)
    if (Test-Path -LiteralPath $Path -PathType Leaf) { $places += Split-Path $Path -Parent }
    foreach ($place in $places) {
        $acl = Get-Acl -LiteralPath $place
        $rules = @($acl.GetAccessRules($true, $true, [Security.Principal.SecurityIdentifier]) | ForEach-Object {
                @{ Sid = $_.IdentityReference.Value; Rights = [int]$_.FileSystemRights; Allow = "$($_.AccessControlType)" -eq 'Allow'; InheritOnly = "$($_.PropagationFlags)" -match 'InheritOnly' }
            })
        $owner = $acl.GetOwner([Security.Principal.SecurityIdentifier]).Value
        $writer = Get-WriterOfRule -Rule $rules -Owner $owner
        if ($writer) { return $writer }
    }
}

function Get-ElevationFault {
    # What an elevated session must not trust: a module that users may change, and settings that only a user's part of the
    # registry holds. Nothing if all is well.
    param([Parameter(Mandatory)][string] $ModuleBase, [string] $EngineFolder)

    if (-not (Test-Elevated)) { return }
    foreach ($place in $ModuleBase, $EngineFolder) {
        if (-not $place) { continue }
        $who = Get-UntrustedWriter $place
        if ($who) {
            return Get-Message ModuleWritable $who $place
        }
    }
    $user = [Microsoft.Win32.Registry]::CurrentUser.OpenSubKey('Environment')
    if ($null -eq $user) { return }
    foreach ($name in $user.GetValueNames()) {
        if ($name -like 'WINGETPY_*' -and (Get-Item -LiteralPath "Env:$name" -ErrorAction Ignore).Value -eq [string]$user.GetValue($name)) {
            return Get-Message VariableOfUser $name
        }
    }
}

# The session

function Sync-SessionPath {
    # Adds or removes elements of this session's PATH, where the machine that was changed is the one we run on.
    param([Parameter(Mandatory)] $Engine, [object[]] $Added, [object[]] $Removed)

    if (-not (Test-EngineIsThisMachine $Engine)) { return }
    $elements = @($env:PATH -split ';' | Where-Object { $_ })
    foreach ($element in $Removed) {
        if ($element) { $elements = @($elements | Where-Object { $_.TrimEnd('\') -ne ([string]$element).TrimEnd('\') }) }
    }
    foreach ($element in $Added) {
        if ($element -and -not ($elements | Where-Object { $_.TrimEnd('\') -eq ([string]$element).TrimEnd('\') })) { $elements += [string]$element }
    }
    $joined = $elements -join ';'
    if ($joined -ne $env:PATH) { $env:PATH = $joined }
}

function Resolve-NativePath {
    # A path of the caller as the engine can use it: a relative one becomes absolute where both look at the same disk.
    param([Parameter(Mandatory)] $Engine, [Parameter(Mandatory)][string] $Path, [Parameter(Mandatory)] $Cmdlet)

    # A drive letter or a share is absolute wherever it means anything.
    if (-not (Test-EngineSharesDisk $Engine) -or [IO.Path]::IsPathRooted($Path) -or $Path -match '^([A-Za-z]:|\\\\)') { return $Path }
    Resolve-CallerPath $Path $Cmdlet
}

function Resolve-MachinePath {
    # A path on the machine that is changed: joined to the current folder only where that is this machine.
    param([Parameter(Mandatory)] $Engine, [Parameter(Mandatory)][string] $Path, [Parameter(Mandatory)] $Cmdlet)

    if (-not (Test-EngineIsThisMachine $Engine)) { return $Path }
    Resolve-CallerPath $Path $Cmdlet
}

function Resolve-CallerPath {
    # A path of PowerShell as one of the file system. A relative one begins at the current folder of files, wherever else the
    # caller is (HKLM:, Cert:). A drive that is not there is left for the engine to refuse.
    param([Parameter(Mandatory)][string] $Path, [Parameter(Mandatory)] $Cmdlet)

    # Asked for, not tried: a caught exception would be in the -ErrorVariable of the command.
    if ($Path -match '^([^\\/:]+):(?!:)' -and @($Cmdlet.SessionState.Drive.GetAll() | ForEach-Object { $_.Name }) -notcontains $Matches[1]) { return $Path }
    $provider = $null
    $drive = $null
    $paths = $Cmdlet.SessionState.Path
    try {
        $full = $paths.GetUnresolvedProviderPathFromPSPath($Path, [ref]$provider, [ref]$drive)
        if ($provider.Name -eq 'FileSystem') { return $full }
    } catch {
        Clear-HandledError $_
    }
    if ($Path -match '^[^\\/]+:') { return $Path }
    [IO.Path]::GetFullPath([IO.Path]::Combine($paths.CurrentFileSystemLocation.ProviderPath, $Path))
}
