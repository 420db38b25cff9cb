function Invoke-DesiredState {
    # What the DSC classes ask of the engine: get, test or set of one resource. Emits the answer; a failure ends the method.
    [CmdletBinding()]
    param(
        [Parameter(Mandatory)][ValidateSet('get', 'test', 'set')][string] $Method,
        [Parameter(Mandatory)][string] $Resource,
        [Parameter(Mandatory)][Collections.IDictionary] $Property
    )

    $call = Initialize-EngineCall $PSCmdlet
    Invoke-Engine -Call $call -Method "desired/$Method" -Parameter @{ Resource = $Resource; Properties = $Property }
    if ($call.Error) { $PSCmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord $call.Error)) }
    foreach ($one in $call.Result.Drift) {
        if ($one) { Write-Verbose (Get-Message Drift $one.Property $(if ($one.Actual) { $one.Actual } else { Get-Message NotSet }) $one.Wanted) }
    }
    $call.Result
}
