function Assert-Criterion {
    # Ends the command where no package was named.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)] $Bound)

    if (Test-Criterion $Bound) { return }
    Write-InputError $Cmdlet (Get-Message NoPackageNamed) (Get-Message RemedyNamePackage) -Symbol NoCriteria -Terminating
}
