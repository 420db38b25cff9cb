function Repair-EngineHealth {
    # Mends the engine's own files, sources and records. Emits what was looked at; what stays wrong is an error each.
    param([Parameter(Mandatory)] $Run, [switch] $AllUsers, [switch] $Force)

    if ($AllUsers) {
        Invoke-Engine -Call $Run.Call -Method engine/info
        if ($Run.Call.Result -and -not $Run.Call.Result.Facts.Elevated) {
            $fault = Initialize-EngineFault -Symbol CommandRequiresAdmin -Code 0x8A150019 -Category PermissionDenied -Message (Get-Message AllUsersElevated) -Remedy (Get-Message RunElevated)
            $Run.Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord $fault))
        }
    }
    $reports = @(Invoke-Engine -Call $Run.Call -Method engine/mend -Parameter @{ Force = $Force.IsPresent } -ItemsAs HealthReport)
    Send-Object $reports $Run.Call
    if ($Run.Call.Error) { Write-EngineError $Run.Cmdlet $Run.Call.Error }
    foreach ($one in $reports) { if (-not $one.Passed) { Write-EngineError $Run.Cmdlet $one.Error $one.Check } }
    Exit-Abandoned $Run.Call
}
