function Assert-EngineVersion {
    # Ends the command where the engine has not the version that -Version or -Latest wants.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)] $Bound)

    $own = [string]$MyInvocation.MyCommand.Module.Version
    $wanted = if ($Bound['Latest']) { $own } elseif ($Bound['Version']) { ([string]$Bound['Version']).Trim() -replace '^v' }
    if (-not $wanted) { return }
    $engine = Connect-Engine $Run.Cmdlet
    if ($engine.Version -like $wanted) { return }
    $fault = Initialize-EngineFault -Symbol UnexpectedVersion -Category InvalidResult -Message (Get-Message EngineHasOtherVersion $engine.Version $wanted) `
        -Remedy (Get-Message UpdateModuleOrEngine $own)
    $Run.Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord $fault $wanted))
}
