function Test-OtherComputer {
    # Whether an object came from another machine, which an action here would not reach. Then the error is written. The id that
    # it carries decides: behind a tunnel the name is that of this machine. Without an id (text, a selected column, an older
    # module) it is the name, and one that a tunnel may have is not enough. What was saved and read again has no name: packages are
    # taken (a list for other machines), operations of a history are not: elsewhere the same number is another operation.
    param(
        [Parameter(Mandatory)] $Cmdlet,
        [AllowNull()] $Thing,
        [AllowEmptyString()][string] $Label,
        [string] $Remedy = 'RunThereOrForce',   # the message that says what to do
        [switch] $ByNumber   # it is an operation, of which the number counts
    )

    if ($null -eq $Thing) { return $false }
    $computer = if ($Thing.PSObject.Properties['PSComputerName']) { @(Get-GivenText $Thing 'PSComputerName')[0] }
    if (-not $computer -and -not $ByNumber) { return $false }
    $here = [Environment]::MachineName
    $theirs = @(Get-GivenText $Thing 'MachineId')[0]
    $ours = if ($theirs) { (Connect-Engine $Cmdlet).MachineId }
    if (-not $computer) {
        if (-not $theirs -or -not $ours -or $theirs -eq $ours) { return $false }
        $text = Get-Message OperationElsewhere $Label $here
    } elseif ($theirs -and $ours) {
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
