function Test-Initialized {
    # Whether the answer to initialize is that of an engine we can speak to. If not, Failure says why: an engine that runs and
    # refuses would refuse with any other interpreter, too.
    param([Parameter(Mandatory)] $Opening, [Parameter(Mandatory)] $Engine, [Parameter(Mandatory)] $Answer)

    if ($Answer.error) {
        $fault = ConvertTo-EngineFault $Answer.error
        $fault.Message += " ($($Engine.File), $(Get-PlaceText $Opening.Folder.Name))"
        $Opening.Failure = $fault
        return $false
    }
    $theirs = $Answer.result.ProtocolVersion
    if ($theirs -ne $script:ProtocolVersion) {
        $older = if ($theirs -lt $script:ProtocolVersion) { 'UpdateEngine' } else { 'UpdateModule' }
        $Opening.Failure = Initialize-EngineFault -Symbol ProtocolVersionMismatch -Category ResourceUnavailable `
            -Message "$(Get-Message ProtocolDiffers $script:ProtocolVersion $theirs) $(Get-Message $older) ($($Engine.File))"
        return $false
    }
    $Engine.Version = [string]$Answer.result.EngineVersion
    $Engine.Host = [string]$Answer.result.Host
    $Engine.LogPath = [string]$Answer.result.LogPath
    $Engine.MachineId = [string]$Answer.result.MachineId
    $Engine.Changing = @($Answer.result.ChangingMethods)
    $Engine.Queues.Remove(0)
    $true
}
