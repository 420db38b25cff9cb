function Invoke-SourceRequest {
    # The one way of the source commands: check what was piped, ask, send, emit, write the error.
    param(
        [Parameter(Mandatory)] $Run,
        [Parameter(Mandatory)][string] $Method,
        [AllowNull()] $Piped,
        [AllowEmptyString()][string] $Name,
        [hashtable] $Parameter,      # by default the name, where there is one
        [string] $Action,            # the message that asks; nothing for a command that only reads
        [string] $Target = $Name,
        [string] $As = 'Source',
        [switch] $Quiet
    )

    if (-not (Test-SourceInput $Run.Cmdlet $Piped ($Run.Given -contains 'Name') -Listing:(-not $Action))) { return }
    if ($Action -and (Confirm-Change $Run.Cmdlet (Get-Message $Action $Target)) -ne 'Yes') { return }
    if ($null -eq $Parameter) { $Parameter = if ($Name) { @{ Name = $Name.Trim() } } else { @{} } }
    if ($Parameter.Contains('Argument')) { Resolve-SourcePlace $Run.Cmdlet $Parameter }
    $call = $Run.Call
    if ($Quiet) {
        $null = @(Invoke-Engine -Call $call -Method $Method -Parameter $Parameter -ItemsAs $As)
    } else {
        Invoke-Engine -Call $call -Method $Method -Parameter $Parameter -ItemsAs $As
    }
    if ($call.Error) { Write-EngineError $Run.Cmdlet $call.Error $Name }
    Exit-Abandoned $call
}
