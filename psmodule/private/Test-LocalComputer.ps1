function Test-LocalComputer {
    # Whether a PSComputerName is a name of the machine we run on, or a loopback address. Jobs say localhost.
    param([Parameter(Mandatory)][AllowEmptyString()][string] $Name)

    $short = ($Name -split '\.')[0]
    if (-not $Name -or $Name -in 'localhost', '.', '127.0.0.1', '::1') { return $true }
    $Name -eq [Environment]::MachineName -or $short -eq [Environment]::MachineName
}
