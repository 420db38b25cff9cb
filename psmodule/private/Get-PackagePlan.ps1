function Get-PackagePlan {
    # The plan for one package; nothing where there is none, and the call then holds the error.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)][string] $Operation, [Parameter(Mandatory)] $Request, [Parameter(Mandatory)][hashtable] $Option)

    $ask = $Request.Criteria.Clone()
    foreach ($name in $Option.Keys) { if (-not $ask.Contains($name)) { $ask[$name] = $Option[$name] } }
    Resolve-OptionPath $Run.Cmdlet $ask
    if ($Request.Method -eq 'package/plan') { $ask.Operation = $Operation }
    Invoke-Engine -Call $Run.Call -Method $Request.Method -Parameter $ask -Survive
    if (-not $Run.Call.Error) { ConvertTo-WinGetObject Plan $Run.Call.Result $Run.Call }
}
