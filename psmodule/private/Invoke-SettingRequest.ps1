function Invoke-SettingRequest {
    # The one way of the setting commands: ask, send, write the error. Emits the engine's answer; nothing where there is none.
    param(
        [Parameter(Mandatory)] $Run,
        [Parameter(Mandatory)][string] $Method,
        [hashtable] $Parameter = @{},
        [string] $Action,   # the message that asks; nothing for a command that only reads
        [string] $Target
    )

    if ($Action -and (Confirm-Change $Run.Cmdlet (Get-Message $Action $Target)) -ne 'Yes') { return }
    Invoke-Engine -Call $Run.Call -Method $Method -Parameter $Parameter
    if ($Run.Call.Error) { Write-EngineError $Run.Cmdlet $Run.Call.Error $Target }
    $Run.Call.Result
}
