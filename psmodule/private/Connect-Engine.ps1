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
        if (Test-Verbose) { $Cmdlet.WriteVerbose((Get-Message EngineStarted $engine.Version $engine.Host $engine.File $engine.LogPath)) }
        return $engine
    }
    $fault = $script:Opening.Failure
    Close-Opening
    $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord $fault))
}
