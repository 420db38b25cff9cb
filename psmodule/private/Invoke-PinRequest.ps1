function Invoke-PinRequest {
    # The one way of the pin commands: one request for each package that is named; ask, send, emit, write the error. What an
    # object says besides its id and source is no wish for its pin.
    param(
        [Parameter(Mandatory)] $Run,
        [Parameter(Mandatory)][string] $Method,
        [Parameter(Mandatory)] $Bound,
        [string] $Action,   # the message that asks; nothing for a command that only reads
        [switch] $Quiet
    )

    $cmdlet = $Run.Cmdlet
    $call = $Run.Call
    foreach ($request in @(Get-PackageRequest -Cmdlet $cmdlet -Bound $Bound -Listing:(-not $Action))) {
        if ($Action -and -not $Bound['Force'] -and (Test-OtherComputer $cmdlet $request.Thing $request.Label)) { continue }
        $ask = $request.Criteria.Clone()
        foreach ($name in $Run.Options.Text) {
            $value = ([string]$Bound[$name]).Trim()
            if (-not $value -or $ask.Contains($name)) { continue }
            $ask[$name] = if ($Run.Options.Words[$name]) { Resolve-OptionWord $Run.Options $name $value } else { $value }
        }
        foreach ($name in $Run.Options.Switch) { if ($Bound[$name]) { $ask[$name] = $true } }
        if ($Action -and (Test-Wildcard $cmdlet $request @{ Source = $ask.Source })) { continue }   # a range has a * of its own
        foreach ($pair in @('PinType', 'Type'), @('PinnedVersion', 'Version')) {
            if ($ask.Contains($pair[0])) { $ask[$pair[1]] = $ask[$pair[0]]; $ask.Remove($pair[0]) }
        }
        if ($Action -and (Confirm-Change $cmdlet (Get-Message $Action $request.Label)) -ne 'Yes') { continue }
        if ($Quiet) {
            $null = @(Invoke-Engine -Call $call -Method $Method -Parameter $ask -ItemsAs Pin)
        } else {
            Invoke-Engine -Call $call -Method $Method -Parameter $ask -ItemsAs Pin
        }
        if ($call.Error) { Write-EngineError $cmdlet $call.Error $request.Label }
        if ($call.Abandoned) { break }
    }
    Exit-Abandoned $call
}
