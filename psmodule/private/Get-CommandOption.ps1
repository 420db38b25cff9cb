function Get-CommandOption {
    # The parameters of a command that go to the engine as they are, from its own declaration: texts, switches, and the words of
    # closed sets as the engine spells them. What names the package and what only this side heeds is left out.
    param([Parameter(Mandatory)] $Cmdlet)

    $command = $Cmdlet.MyInvocation.MyCommand
    $known = $script:Options[$command.Name]
    if ($known) { return $known }
    $ours = 'Query', 'PSCatalogPackage', 'Id', 'Name', 'Moniker', 'All', 'Argument', 'WhatIf', 'Confirm'
    $common = [Management.Automation.Cmdlet]::CommonParameters
    $text = @()
    $switch = @()
    $words = @{}
    foreach ($parameter in $command.Parameters.Values) {
        $name = $parameter.Name
        if ($ours -contains $name -or $common -contains $name) { continue }
        if ($parameter.ParameterType -eq [switch]) { $switch += $name } elseif ($parameter.ParameterType -eq [string]) { $text += $name } else { continue }
        foreach ($attribute in $parameter.Attributes) {
            if ($attribute -is [Management.Automation.ValidateSetAttribute]) { $words[$name] = $attribute.ValidValues }
        }
    }
    $script:Options[$command.Name] = [pscustomobject]@{ PSTypeName = 'WinGetPy.CommandOption'; Text = $text; Switch = $switch; Words = $words }
    $script:Options[$command.Name]
}
