function Write-EngineError {
    # Writes a fault to the error stream of a public command. With -ErrorAction Stop this ends the command.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)] $Fault, $Target)

    $Cmdlet.WriteError((ConvertTo-ErrorRecord $Fault $Target))
}
