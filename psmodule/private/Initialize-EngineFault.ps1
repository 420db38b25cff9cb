function Initialize-EngineFault {
    # An error in the form that the engine sends inside items, of this side's own making.
    param(
        [Parameter(Mandatory)][string] $Symbol,
        [Parameter(Mandatory)][string] $Category,
        [Parameter(Mandatory)][AllowEmptyString()][string] $Message,
        [string] $Code,
        $Target,
        [string] $Remedy,
        [string] $LogPath
    )

    [pscustomobject]@{
        Code = $Code; Symbol = $Symbol; Category = $Category; Message = $Message; Target = $Target
        Remedy = $Remedy; RemedyId = ''; RemedyValues = $null; InstallerExitCode = $null; LogPath = $LogPath; HeldBy = $null; Suggestions = $null
    }
}
