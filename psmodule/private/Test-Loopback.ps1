function Test-Loopback {
    # Whether an object came over a connection to a loopback address, which may be the near end of a tunnel. Jobs of this machine
    # say localhost, too, and that it is not to be shown.
    param([Parameter(Mandatory)] $Thing, [Parameter(Mandatory)][string] $Computer)

    $shown = $Thing.PSObject.Properties['PSShowComputerName']
    if ($shown -and "$($shown.Value)" -eq 'False') { return $false }
    $address = $null
    if ([Net.IPAddress]::TryParse($Computer.Trim('[', ']'), [ref]$address)) { return [Net.IPAddress]::IsLoopback($address) }
    $Computer -eq 'localhost' -or $Computer -like 'localhost.*'
}
