function Register-ObjectMethod {
    # Gives the types of Objects.psd1 their methods, live and deserialized. PowerShell keeps only the text of such a script, not
    # its module: each looks the module up, and finds the one that is imported then.
    $quiet = @{ MemberType = 'ScriptMethod'; Force = $true; WhatIf = $false; Confirm = $false }
    foreach ($type in $script:ObjectTypes.Keys) {
        $methods = $script:ObjectTypes[$type].Methods
        if (-not $methods) { continue }
        foreach ($name in $methods.Keys) {
            $text = "param([string] `$version) & (Get-Module -Name WinGetPy | Select-Object -First 1) { param(`$self, `$version) $($methods[$name]) } `$this `$version"
            $method = [scriptblock]::Create($text)
            foreach ($prefix in 'WinGetPy', 'Deserialized.WinGetPy') { Update-TypeData -TypeName "$prefix.$type" -MemberName $name -Value $method @quiet }
        }
    }
    Update-TypeData -TypeName 'WinGetPy.TextList' -MemberName ToString -Value { $this -join '; ' } @quiet
}
