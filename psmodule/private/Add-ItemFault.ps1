function Add-ItemFault {
    # The error of an item as an exception; it is noted in the call, to be written once the result is out. Null if there is none.
    param($Call, $Fault, $Target)

    if ($null -eq $Fault) { return }
    $Call.Faults.Add([pscustomobject]@{ Fault = $Fault; Target = $Target })
    ConvertTo-EngineException $Fault $Target
}
