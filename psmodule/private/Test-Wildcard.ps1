function Test-Wildcard {
    # Whether a request has * or ? where they are no wildcards: then nothing can match, and the error is written.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)] $Request, [Parameter(Mandatory)][hashtable] $Option, [string[]] $Allowed = @())

    if ($Request.Origin -in 'Found', 'Installed') { return $false }
    foreach ($name in 'Id', 'Name', 'Moniker', 'Query', 'Tag', 'Command', 'Source', 'Version') {
        $text = [string]@($Request.Criteria[$name], $Option[$name] | Where-Object { $_ })[0]
        if ($Allowed -contains $name -or $text -notmatch '[*?]') { continue }
        $command = $Cmdlet.MyInvocation.MyCommand.Name
        $remedy = if ($Allowed.Count) {
            Get-Message WildcardsInIdAndName
        } elseif ($name -in 'Id', 'Name', 'Moniker', 'Query') {
            Get-Message WildcardsElsewhere $text $command
        }
        $message = if ($name -eq 'Query') { Get-Message NoWildcardInQuery $text $command } else { Get-Message NoWildcard $text "-$name" $command }
        Write-InputError $Cmdlet $message $remedy $Request.Label
        return $true
    }
    $false
}
