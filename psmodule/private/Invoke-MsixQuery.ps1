function Invoke-MsixQuery {
    # One request that only reads: emits its rows, writes its error.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)][string] $Method, [hashtable] $Parameter = @{}, [Parameter(Mandatory)][string] $As, [AllowEmptyString()][string] $Label)

    Invoke-Engine -Call $Run.Call -Method $Method -Parameter $Parameter -ItemsAs $As
    if ($Run.Call.Error) { Write-EngineError $Run.Cmdlet $Run.Call.Error $Label }
}
