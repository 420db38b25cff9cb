function Write-EngineMessage {
    # A text of the engine on the stream where it belongs.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)] $Message)

    $text = if ($Message.Code) { "$($Message.Text) ($($Message.Code))" } else { [string]$Message.Text }
    if ($Message.Level -eq 'Verbose') {
        $Cmdlet.WriteVerbose($text)
    } elseif ($Message.Level -eq 'Information') {
        Write-Information $text
    } elseif ($Message.Level -eq 'Error') {
        Write-EngineError $Cmdlet (Initialize-EngineFault -Symbol EngineMessage -Category NotSpecified -Message $Message.Text -Code $Message.Code)
    } else {
        $Cmdlet.WriteWarning($text)
    }
}
