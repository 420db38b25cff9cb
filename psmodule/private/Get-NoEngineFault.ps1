function Get-NoEngineFault {
    # The error of a search in which no interpreter serves: each that was tried, and what to do.
    param([Parameter(Mandatory)] $Opening)

    $tried = if ($Opening.Tried.Count) { ($Opening.Tried | ForEach-Object { "`n  $_" }) -join '' } else { "`n  $(Get-Message NoPythonFound)" }
    Initialize-EngineFault -Symbol EngineNotFound -Category ResourceUnavailable `
        -Message "$(Get-Message NoPythonServes (Get-PlaceText $Opening.Folder.Name))$tried`n" `
        -Remedy (Get-Message SetPython)
}
