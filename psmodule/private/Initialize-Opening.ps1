function Initialize-Opening {
    # A start: the engine's folder, the interpreters to try, and how far it came.
    param([Parameter(Mandatory)][AllowEmptyString()][string] $Environment)

    $base = $script:ModuleBase
    $folder = Get-EngineFolder $base
    $distrust = Get-ElevationFault $base $folder.Path
    [pscustomobject]@{
        PSTypeName  = 'WinGetPy.Opening'
        Environment = $Environment
        Folder      = $folder
        Candidates  = @(Get-PythonCandidate $base)
        Next        = 0       # the index of the next candidate
        Started     = New-Object Collections.Generic.List[object]   # the engines that have not answered yet
        Tried       = New-Object Collections.Generic.List[string]   # a line for each candidate that does not serve
        Failure     = if ($distrust) { Initialize-EngineFault -Symbol EngineNotFound -Category ResourceUnavailable -Message $distrust }   # ends the search
    }
}
