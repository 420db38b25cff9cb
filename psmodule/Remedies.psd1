@{
    # What to do about an error, in this module's words, by the engine's RemedyId; its own sentence holds where an id is not here.
    # {Name} stands for a value that the engine sends with the id. A text names commands and parameters of this module only.

    NoApplicationsFound    = 'Find-WinGetPackage shows what the sources have.'
    NoSourcesDefined       = 'Add one: Add-WinGetSource -Name community -Argument D:\winget-pkgs\manifests'
    SourceNameDoesNotExist = 'Get-WinGetSource lists the sources.'
}
