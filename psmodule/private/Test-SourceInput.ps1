function Test-SourceInput {
    # Whether what was piped names a source of this machine: text, or an object with a Name. If not, the error is written.
    # PowerShell itself would make text of anything, and the source would be called @{Foo=1}.
    param(
        [Parameter(Mandatory)] $Cmdlet,
        [AllowNull()] $Thing,
        [Parameter(Mandatory)][bool] $Named,
        [switch] $Listing   # nothing is changed: what was listed elsewhere may be looked up here
    )

    if ($Named -or -not $Cmdlet.MyInvocation.ExpectingInput -or $null -eq $Thing) { return $true }
    $isText = $Thing.PSObject.BaseObject -is [string]
    if ($isText -or $Thing.PSObject.Properties['Name']) {
        $label = if ($isText) { [string]$Thing } else { [string]$Thing.Name }
        return $Listing -or -not (Test-OtherComputer $Cmdlet $Thing $label RunThereOrName)
    }
    Write-InputError $Cmdlet (Get-Message PipedNoSource $Thing.PSObject.BaseObject.GetType().Name) (Get-Message PipeSources) $Thing
    $false
}
