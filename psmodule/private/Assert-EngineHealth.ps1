function Assert-EngineHealth {
    # Ends the command where a check of the engine fails: one error with the first one's id that names all.
    param([Parameter(Mandatory)] $Run)

    $reports = @(Invoke-Engine -Call $Run.Call -Method engine/check -ItemsAs HealthReport)
    if ($Run.Call.Error) { $Run.Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord $Run.Call.Error)) }
    $wrong = @($reports | Where-Object { -not $_.Passed })
    if (-not $wrong.Count) { return }
    $texts = foreach ($one in $wrong) { "$($one.Check): $($one.Error.Message)" }
    $symbol = if ($wrong[0].Category -eq 'Failure') { $wrong[0].Error.Symbol } else { $wrong[0].Category }
    $fault = Initialize-EngineFault -Symbol $symbol -Code $wrong[0].Error.Code -Category InvalidResult -Message ($texts -join ' ') -Remedy (Get-Message RepairPackageManager)
    $Run.Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord $fault $wrong[0].Check))
}
