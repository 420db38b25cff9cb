function Initialize-Engine {
    # An engine that was started: its process and pipes, its requests, and what its answer to initialize will fill in.
    param([Parameter(Mandatory)] $Pipes, [Parameter(Mandatory)] $Candidate, [Parameter(Mandatory)][AllowEmptyString()][string] $Environment)

    # Text that looks like a time stays text where ConvertFrom-Json can be asked for it (7.5).
    $shell = $PSVersionTable.PSVersion
    $keepsText = $shell.Major -gt 7 -or ($shell.Major -eq 7 -and $shell.Minor -ge 5)
    [pscustomobject]@{
        PSTypeName  = 'WinGetPy.Engine'
        Process     = $Pipes.Process
        Input       = $Pipes.Input
        Reader      = $Pipes.Reader
        Errors      = $Pipes.Errors
        Pending     = $null       # the one outstanding ReadLineAsync
        Queues      = @{ 0 = New-Object Collections.Generic.Queue[object] }   # by RequestId
        Changes     = @{}         # RequestIds of requests that change the machine
        NextId      = 1
        Ended       = $false      # nothing more can come from it
        Closed      = $false      # by this module
        Retired     = $false      # it ends with its last request
        Stray       = ''          # the last line that was no message
        File        = $Candidate.File
        From        = $Candidate.From
        Environment = $Environment
        Clock       = [Diagnostics.Stopwatch]::StartNew()
        JsonOption  = if ($keepsText) { @{ DateKind = 'String' } } else { @{} }
        Version     = ''
        Host        = ''
        LogPath     = ''
        MachineId   = ''          # of the engine's machine; its objects carry it
        Changing    = @()         # the methods that change the machine
    }
}
