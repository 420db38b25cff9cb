function Test-OtherComputer {
    # Whether an object came from another machine, which an action here would not reach. Then the error is written. The id that
    # it carries decides: behind a tunnel the name is that of this machine. Without an id (text, a selected column, an older
    # module) it is the name, and one that a tunnel may have is not enough.
    param(
        [Parameter(Mandatory)] $Cmdlet,
        [AllowNull()] $Thing,
        [AllowEmptyString()][string] $Label,
        [string] $Remedy = 'Run the command there (Invoke-Command), or say -Force if this machine is meant.'
    )

    if ($null -eq $Thing -or -not $Thing.PSObject.Properties['PSComputerName']) { return $false }
    $computer = @(Get-GivenText $Thing 'PSComputerName')[0]
    if (-not $computer) { return $false }
    $here = "this would act on $([Environment]::MachineName)"
    $theirs = @(Get-GivenText $Thing 'MachineId')[0]
    $ours = if ($theirs) { (Connect-Engine $Cmdlet).MachineId }
    if ($theirs -and $ours) {
        if ($theirs -eq $ours) { return $false }
        $text = if (Test-LocalComputer $computer) { "$Label was listed on another machine, to which $computer led, and $here." }
    } elseif (Test-LocalComputer $computer) {
        if (-not (Test-Loopback $Thing $computer)) { return $false }
        $text = "$Label came through $computer without a MachineId, so it may be of another machine, and $here."
        $Remedy = "Keep its MachineId (Select-Object Id, MachineId). $Remedy"
    }
    if (-not $text) { $text = "$Label was listed on $computer, and $here." }
    Write-InputError $Cmdlet $text $Remedy $Thing OtherComputer
    $true
}
