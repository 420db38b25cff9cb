function Use-CallerPreference {
    # Gives a public command the preferences of whoever called it, as a compiled cmdlet has them: variables of a script or of
    # another module's function are not seen from here. An explicit parameter wins. To be called before anything is written.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)] $Bound)

    $preferences = @{
        WhatIfPreference      = 'WhatIf'
        ConfirmPreference     = 'Confirm'
        ErrorActionPreference = 'ErrorAction'
        VerbosePreference     = 'Verbose'
        DebugPreference       = 'Debug'
        WarningPreference     = 'WarningAction'
        InformationPreference = 'InformationAction'
        ProgressPreference    = 'ProgressAction'
    }
    foreach ($name in $preferences.Keys) {
        if ($Bound.ContainsKey($preferences[$name])) { continue }
        $value = $Cmdlet.SessionState.PSVariable.GetValue($name)
        if ($null -ne $value) { Set-Variable -Name $name -Value $value -Scope 1 -WhatIf:$false -Confirm:$false }
    }
}
