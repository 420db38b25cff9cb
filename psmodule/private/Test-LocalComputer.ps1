function Test-LocalComputer {
    # Whether a PSComputerName names the machine we run on. Jobs say localhost.
    param([Parameter(Mandatory)][AllowEmptyString()][string] $Name)

    $short = ($Name -split '\.')[0]
    if (-not $Name -or $Name -in 'localhost', '.', '127.0.0.1', '::1') { return $true }
    $Name -eq [Environment]::MachineName -or $short -eq [Environment]::MachineName
}
