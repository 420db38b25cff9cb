function ConvertTo-EngineFault {
    # The error of an answer in the flat form of the errors inside items.
    param([Parameter(Mandatory)] $Answer)

    $data = $Answer.data
    [pscustomobject]@{
        Code              = $data.Code
        Symbol            = if ($data.Symbol) { $data.Symbol } else { 'ProtocolError' }
        Category          = if ($data.Category) { $data.Category } else { 'ProtocolError' }
        Message           = $Answer.message
        Target            = $data.Target
        Remedy            = $data.Remedy
        RemedyId          = $data.RemedyId
        RemedyValues      = $data.RemedyValues
        InstallerExitCode = $data.InstallerExitCode
        LogPath           = $data.LogPath
        HeldBy            = $data.HeldBy
        Suggestions       = $data.Suggestions
    }
}
