function Test-OtherComputer {
    # Whether an object came from another machine, which an action here would not reach. Then the error is written. The id that
    # it carries decides: behind a tunnel the name is that of this machine. Without an id (text, a selected column, an older
    # module) it is the name, and one that a tunnel may have is not enough.
    param(
        [Parameter(Mandatory)] $Cmdlet,
        [AllowNull()] $Thing,
        [AllowEmptyString()][string] $Label,
        [string] $Remedy = 'RunThereOrForce'   # the message that says what to do
    )

    if ($null -eq $Thing -or -not $Thing.PSObject.Properties['PSComputerName']) { return $false }
    $computer = @(Get-GivenText $Thing 'PSComputerName')[0]
    if (-not $computer) { return $false }
    $here = [Environment]::MachineName
    $theirs = @(Get-GivenText $Thing 'MachineId')[0]
    $ours = if ($theirs) { (Connect-Engine $Cmdlet).MachineId }
    if ($theirs -and $ours) {
        if ($theirs -eq $ours) { return $false }
        $text = if (Test-LocalComputer $computer) { Get-Message ListedBehindTunnel $Label $computer $here }
    } elseif (Test-LocalComputer $computer) {
        if (-not (Test-Loopback $Thing $computer)) { return $false }
        $text = Get-Message ListedWithoutMachineId $Label $computer $here
        $first = Get-Message KeepMachineId
    }
    if (-not $text) { $text = Get-Message ListedElsewhere $Label $computer $here }
    Write-InputError $Cmdlet $text "$first $(Get-Message $Remedy)".Trim() $Thing OtherComputer
    $true
}
