function Test-UselessOption {
    # Whether a parameter of Update-WinGetPackage cannot matter where no package is named: with -All what is meant for one
    # package, and alone everything that does not limit the list.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)][string] $Name, [switch] $All)

    if ($All) { return $Name -in 'Version', 'Location', 'MatchOption', 'Override' }
    ($Run.Options.Text + $Run.Options.Switch + 'TimeoutSeconds', 'LockWaitSeconds') -contains $Name -and $Name -notin 'Source', 'Scope', 'IncludeUnknown', 'IncludePinned', 'AcceptSourceAgreements', 'Header'
}
