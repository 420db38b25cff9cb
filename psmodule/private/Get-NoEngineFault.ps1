function Get-NoEngineFault {
    # The error of a search in which no interpreter serves: each that was tried, and what to do.
    param([Parameter(Mandatory)] $Opening)

    $tried = if ($Opening.Tried.Count) { ($Opening.Tried | ForEach-Object { "`n  $_" }) -join '' } else { "`n  nothing: no Python was found" }
    Initialize-EngineFault -Symbol EngineNotFound -Category ResourceUnavailable `
        -Message "The engine cannot be started: no Python 3.11 or newer that can run $($Opening.Folder.Name). Tried:$tried`n" `
        -Remedy 'Set WINGETPY_PYTHON to an interpreter that has the engine (python -m pip install wingetpy), or make a virtual environment named .venv beside the module.'
}
