function Test-Wildcard {
    # Whether a request has * or ? where they are no wildcards: then nothing can match, and the error is written.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)] $Request, [Parameter(Mandatory)][hashtable] $Option, [string[]] $Allowed = @())

    if ($Request.Origin -in 'Found', 'Installed') { return $false }
    foreach ($name in 'Id', 'Name', 'Moniker', 'Query', 'Tag', 'Command', 'Source', 'Version') {
        $text = [string]@($Request.Criteria[$name], $Option[$name] | Where-Object { $_ })[0]
        if ($Allowed -contains $name -or $text -notmatch '[*?]') { continue }
        $what = if ($name -eq 'Query') { 'a query' } else { "-$name" }
        $remedy = if ($Allowed.Count) {
            'They are wildcards in -Id and -Name.'
        } elseif ($name -in 'Id', 'Name', 'Moniker', 'Query') {
            "Find-WinGetPackage and Get-WinGetPackage take them in -Id and -Name: Get-WinGetPackage -Id '$text' | $($Cmdlet.MyInvocation.MyCommand.Name)"
        }
        Write-InputError $Cmdlet "'$text': * and ? are no wildcards in $what of $($Cmdlet.MyInvocation.MyCommand.Name)." $remedy $Request.Label
        return $true
    }
    $false
}
