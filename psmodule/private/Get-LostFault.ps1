function Get-LostFault {
    # The error of a request whose engine was lost before it answered.
    param([Parameter(Mandatory)] $Engine, [Parameter(Mandatory)][string] $Method)

    $text = "The engine was lost in the middle of ${Method}: $(Get-EngineEpitaph $Engine)."
    $remedy = "Its log: $($Engine.LogPath)"
    if ($Engine.Changing -contains $Method) { $remedy = "What it had begun is finished or taken back by the next change. $remedy" }
    Initialize-EngineFault -Symbol EngineLost -Category ConnectionError -Code '0x8A150001' -Message $text -Remedy $remedy -LogPath $Engine.LogPath
}
