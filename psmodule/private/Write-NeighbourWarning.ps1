function Write-NeighbourWarning {
    # Microsoft.WinGet.Client has commands of the same names: a warning once a process, without a look into its files. This runs
    # at each import: what a shell without that module does not need comes last.
    $there = $null -ne (Get-Module -Name Microsoft.WinGet.Client)
    foreach ($folder in $env:PSModulePath.Split([IO.Path]::PathSeparator)) {
        if (-not $there -and $folder) { $there = [IO.Directory]::Exists("$folder/Microsoft.WinGet.Client") }
    }
    if (-not $there -or [AppDomain]::CurrentDomain.GetData('WinGetPy.NeighbourSaid')) { return }
    [AppDomain]::CurrentDomain.SetData('WinGetPy.NeighbourSaid', $true)
    Write-Warning (Get-Message Neighbour)
}
