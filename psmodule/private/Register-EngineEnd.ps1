function Register-EngineEnd {
    # Has the engine end with this runspace. The action of such an event sees neither this module nor any data handed to it,
    # so the pipe is left where it can be found by the runspace's own id.
    param([Parameter(Mandatory)] $Engine)

    $key = "WinGetPy.Input.$([runspace]::DefaultRunspace.InstanceId)"
    $registered = $null -ne [AppDomain]::CurrentDomain.GetData($key)   # by this module or one that was imported before
    [AppDomain]::CurrentDomain.SetData($key, $Engine.Input)
    if ($registered) { return }
    $null = Register-EngineEvent -SourceIdentifier PowerShell.Exiting -SupportEvent -Action {
        $pipe = [AppDomain]::CurrentDomain.GetData("WinGetPy.Input.$([runspace]::DefaultRunspace.InstanceId)")
        if ($pipe) { $pipe.Dispose() }
    }
}
