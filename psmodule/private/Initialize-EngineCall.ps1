function Initialize-EngineCall {
    # What a command and its requests share: where to write, and what the last request left. A member that is not here is a fault.
    param([Parameter(Mandatory)] $Cmdlet)

    [pscustomobject]@{
        PSTypeName = 'WinGetPy.EngineCall'
        Cmdlet     = $Cmdlet
        Engine     = $null
        Result     = $null   # of the last request
        Error      = $null   # of the last request, see ConvertTo-EngineFault
        Faults     = New-Object Collections.Generic.List[object]   # errors inside items: Fault and Target
        Abandoned  = ''      # Break or Continue, see Send-Object
    }
}
