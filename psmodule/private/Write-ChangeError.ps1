function Write-ChangeError {
    # The error of a package. For a piped package, nothing newer or nothing known is no error: its result says it. One that
    # is to be installed and cannot be is an error, though.
    param(
        [Parameter(Mandatory)] $Run,
        [Parameter(Mandatory)] $Fault,
        $Target,
        [Parameter(Mandatory)] $Request,
        [Parameter(Mandatory)][string] $Operation,
        [string] $Status
    )

    $isMissing = $Operation -eq 'Install' -and $Request.Origin -ne 'Installed'
    $isPiped = $Request.Origin -in 'Object', 'Found', 'Installed'
    if ($isPiped -and ($Status -eq 'NoApplicableUpgrade' -or $Status -eq 'NoApplicableInstallers' -and -not $isMissing)) {
        $Run.Cmdlet.WriteVerbose("${Target}: $($Fault.Message) ($($Fault.Code))")
        return
    }
    Write-EngineError $Run.Cmdlet $Fault $Target
}
