function Invoke-PackageDownload {
    # Downloads each package that is named into a folder. Emits a result a package, then its error.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound)

    $cmdlet = $Run.Cmdlet
    Assert-Criterion $cmdlet $Bound
    foreach ($each in @(Get-PackageRequest -Cmdlet $cmdlet -Bound $Bound)) {
        if (-not $Bound['Force'] -and (Test-OtherComputer $cmdlet $each.Thing $each.Label)) { continue }
        $ask = Get-RequestOption $Run $Bound $each
        if ($each.Origin -eq 'Installed' -and $Run.Given -notcontains 'Scope') { $ask.Remove('Scope') }
        if (Test-Wildcard $cmdlet $each $ask) { continue }
        if (Test-TimeOver $Run $each.Label) { continue }
        foreach ($key in $each.Criteria.Keys) { if ($key -ne 'ProductCode' -and -not $ask.Contains($key)) { $ask[$key] = $each.Criteria[$key] } }
        $ask.Remove('Force')
        Resolve-OptionPath $cmdlet $ask
        $where = if ($ask.DownloadDirectory) { $ask.DownloadDirectory } else { Get-Message Downloads }
        if ((Confirm-Change $cmdlet (Get-Message DownloadTo $each.Label $where)) -ne 'Yes') { continue }
        if ($Run.TimeoutSeconds) { $ask.TimeoutSeconds = [Math]::Max(1, $Run.TimeoutSeconds - [int]$Run.Clock.Elapsed.TotalSeconds) }
        $results = @(Invoke-Engine -Call $Run.Call -Method package/download -Parameter $ask -ItemsAs DownloadResult -Survive)
        Send-Object $results $Run.Call
        if ($Run.Call.Abandoned) { break }
        foreach ($fault in $Run.Call.Faults) { Write-EngineError $cmdlet $fault.Fault $fault.Target }
        if ($Run.Call.Error) { Write-EngineError $cmdlet $Run.Call.Error $each.Label }
    }
    Exit-Abandoned $Run.Call
}
