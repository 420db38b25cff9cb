@{
    # What to do about an error, in this module's words, by the engine's RemedyId; its own sentence holds where an id is not here.
    # {Name} stands for a value that the engine sends with the id. A text names commands and parameters of this module only.

    FileListLost                 = 'Install the package again with -Force; its files are then recorded again.'
    ForeignFile                  = 'Move it away, choose another -Location, or replace it with -Force.'
    HashCheckElevated            = 'Run it without administrator rights, or leave out -AllowHashMismatch.'
    LocationNeeded               = 'Give a folder with -Location, or set installBehavior.defaultInstallRoot.'
    LocationRefused              = 'Leave out -Location.'
    ModifiedFiles                = 'Keep your copy elsewhere and use -Force, which replaces or removes it.'
    NamePackage                  = 'Name it by -Id, -Name, -Moniker, a query or through the pipeline.'
    NameSource                   = 'Name the source that the package is to come from with -Source, or mend the one that fails.'
    NoApplicationsFound          = 'Find-WinGetPackage shows what the sources have.'
    NoSourcesDefined             = 'Add one: Add-WinGetSource -Name community -Argument D:\winget-pkgs\manifests'
    NotInstalled                 = 'Use a name or id that Get-WinGetPackage shows.'
    NotNewer                     = 'Use -Force to install it all the same.'
    OtherSource                  = 'If you trust it for this package, name it with -Source.'
    PackageAgreementsNotAccepted = 'Read them, and accept them with -AcceptPackageAgreements.'
    Reinstall                    = 'If it is damaged, install it again with -Force.'
    SeveralFound                 = 'Give the -Id of one package, and the -Source if several have it.'
    SkipDependencies             = 'Install it by hand, or use -SkipDependencies.'
    SourceAgreementsNotAccepted  = 'Read them, and accept them with -AcceptSourceAgreements.'
    SourceNameDoesNotExist       = 'Get-WinGetSource lists the sources.'
    SourcesExplicit              = 'Name it with -Source.'
    TimeLimit                    = 'Give it more time with -TimeoutSeconds.'
    UpdateSource                 = 'Update the source: Update-WinGetSource -Name {Name}'
    VersionUnknown               = 'Add -IncludeUnknown to update it all the same.'
}
