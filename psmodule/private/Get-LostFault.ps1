function Get-LostFault {
    # The error of a request whose engine was lost before it answered.
    param([Parameter(Mandatory)] $Engine, [Parameter(Mandatory)][string] $Method)

    $text = Get-Message EngineLost $Method (Get-EngineEpitaph $Engine)
    $remedy = Get-Message EngineLog $Engine.LogPath
    if ($Engine.Changing -contains $Method) { $remedy = "$(Get-Message ChangeIsFinished) $remedy" }
    Initialize-EngineFault -Symbol EngineLost -Category ConnectionError -Code '0x8A150001' -Message $text -Remedy $remedy -LogPath $Engine.LogPath
}
