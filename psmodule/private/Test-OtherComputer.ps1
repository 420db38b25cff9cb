function Test-OtherComputer {
    # Whether an object came from another machine, which an action here would not reach. Then the error is written.
    param(
        [Parameter(Mandatory)] $Cmdlet,
        [AllowNull()] $Thing,
        [AllowEmptyString()][string] $Label,
        [string] $Remedy = 'Run the command there (Invoke-Command), or say -Force if this machine is meant.'
    )

    if ($null -eq $Thing -or -not $Thing.PSObject.Properties['PSComputerName']) { return $false }
    $computer = @(Get-GivenText $Thing 'PSComputerName')[0]
    if (-not $computer -or (Test-LocalComputer $computer)) { return $false }
    Write-InputError $Cmdlet "$Label was listed on $computer, and this would act on $([Environment]::MachineName)." $Remedy $Thing OtherComputer
    $true
}
