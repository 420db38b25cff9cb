# A server for PowerShell over SSH on this machine's loopback address, with keys of its own, for the tests of remoting.

function Get-SshFault {
    # Why there can be no server here; nothing if there can.
    if ($OnWindows) { return 'the server for the tests is that of Linux' }
    foreach ($program in 'sshd', 'ssh', 'ssh-keygen') { if (-not (Get-SshProgram $program)) { return "$program is missing (openssh-server, openssh-client)" } }
}

function Get-SshProgram([string] $Name) {
    # sshd is not on everybody's PATH, and asks for its full path.
    foreach ($folder in @($env:PATH -split ':') + '/usr/sbin') { if (Test-Path "$folder/$Name" -PathType Leaf) { return "$folder/$Name" } }
}

function Open-SshServer([string] $Folder) {
    # The server, running: @{ Process; Port; Key }. Ended by Close-SshServer.
    New-Item -ItemType Directory -Force $Folder | Out-Null
    chmod 700 $Folder
    foreach ($key in 'host', 'user') { & (Get-SshProgram ssh-keygen) -q -t ed25519 -N '' -f "$Folder/$key" }
    $free = New-Object Net.Sockets.TcpListener -ArgumentList ([Net.IPAddress]::Loopback), 0
    $free.Start()
    $port = $free.LocalEndpoint.Port
    $free.Stop()
    if ("$(id -u)" -eq '0') { New-Item -ItemType Directory -Force /run/sshd | Out-Null }
    Set-Content "$Folder/config" @(
        "Port $port", 'ListenAddress 127.0.0.1', "HostKey $Folder/host", "AuthorizedKeysFile $Folder/user.pub", 'PidFile none', 'UsePAM no', 'StrictModes no'
        'PasswordAuthentication no', 'KbdInteractiveAuthentication no', 'PermitRootLogin prohibit-password', 'MaxStartups 200', 'MaxSessions 200'
        "Subsystem powershell $((Get-Process -Id $PID).Path) -sshs -NoLogo -NoProfile"
    )
    $process = Start-Process (Get-SshProgram sshd) -ArgumentList '-D', '-e', '-f', "$Folder/config" -RedirectStandardError "$Folder/errors" -PassThru
    $until = (Get-Date).AddSeconds(30)
    while ($true) {
        $client = New-Object Net.Sockets.TcpClient
        try { $client.Connect('127.0.0.1', $port); break } catch { if ($process.HasExited -or (Get-Date) -gt $until) { throw "sshd did not start: $(Get-Content "$Folder/errors" -Raw)" } } finally { $client.Dispose() }
        Start-Sleep -Milliseconds 100
    }
    @{ Process = $process; Port = $port; Key = "$Folder/user" }
}

function Open-SshSession($Server, [string[]] $Name, [string] $Root, [hashtable] $Option = @{}) {
    # Sessions of these names at once. Each has a sandbox machine of its own below $Root, driven by the tests' interpreter.
    $options = $Option + @{ StrictHostKeyChecking = 'no'; UserKnownHostsFile = '/dev/null'; LogLevel = 'ERROR' }
    $addresses = @($Name | ForEach-Object { '127.0.0.1' })
    $sessions = @(New-PSSession -HostName $addresses -Port $Server.Port -KeyFilePath $Server.Key -UserName "$(id -un)" -Options $options)
    for ($i = 0; $i -lt $sessions.Count; $i++) {
        $sessions[$i].Name = $Name[$i]
        Invoke-Command -Session $sessions[$i] {
            Get-ChildItem Env: | Where-Object Name -Like 'WINGETPY_*' | Remove-Item
            $env:WINGETPY_HOST = 'sandbox'
            $env:WINGETPY_ROOT = $args[0]
            $env:PATH = (Split-Path $args[1] -Parent) + ':' + $env:PATH
        } -ArgumentList (Join-Path $Root $Name[$i]), (Get-TestPython)
    }
    $sessions
}

function Close-SshServer($Server) {
    if ($Server) { Stop-Process -InputObject $Server.Process -ErrorAction Ignore }
}
