function Initialize-CommandRun {
    # What a public command does in begin{}: it takes over its caller's preferences and notes what was given by hand.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)] $Bound)

    [pscustomobject]@{
        PSTypeName      = 'WinGetPy.CommandRun'
        Cmdlet          = $Cmdlet
        Call            = Initialize-EngineCall $Cmdlet
        Given           = @($Bound.Keys)   # before the first object came
        Options         = Get-CommandOption $Cmdlet
        Clock           = [Diagnostics.Stopwatch]::StartNew()
        TimeoutSeconds  = if ($Bound.ContainsKey('TimeoutSeconds')) { $Bound['TimeoutSeconds'] } else { 0 }
        LockWaitSeconds = if ($Bound.ContainsKey('LockWaitSeconds')) { $Bound['LockWaitSeconds'] } else { $null }
    }
}
