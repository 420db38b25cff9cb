function Invoke-PackageFetch {
    # Lets the engine download at once what several packages need, before the first of them is changed. What is wrong with one of
    # them is reported when it is changed; with a question before each change nothing is downloaded ahead.
    param(
        [Parameter(Mandatory)] $Run,
        [Parameter(Mandatory)][ValidateSet('Install', 'Update')][string] $Operation,
        [Parameter(Mandatory)] $Bound,
        [Parameter(Mandatory)][AllowEmptyCollection()][object[]] $Request
    )

    if ($Request.Count -lt 2 -or $WhatIfPreference -or $ConfirmPreference -in 'Low', 'Medium') { return }
    $packages = @(
        foreach ($each in $Request) {
            $ask = $each.Criteria.Clone()
            $option = Get-RequestOption $Run $Bound $each $Operation
            foreach ($name in $option.Keys) { if (-not $ask.Contains($name)) { $ask[$name] = $option[$name] } }
            Resolve-OptionPath $Run.Cmdlet $ask
            $ask.Operation = $Operation
            $ask
        }
    )
    $fetch = @{ Packages = $packages }
    if ($Run.TimeoutSeconds) { $fetch.TimeoutSeconds = [Math]::Max(1, $Run.TimeoutSeconds - [int]$Run.Clock.Elapsed.TotalSeconds) }
    foreach ($name in 'Header', 'AcceptSourceAgreements') { if ($packages[0].Contains($name)) { $fetch[$name] = $packages[0][$name] } }
    Invoke-Engine -Call $Run.Call -Method package/fetch -Parameter $fetch -Survive
}
