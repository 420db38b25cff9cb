function Register-ObjectMethod {
    # Gives the types of Objects.psd1 their methods and how deep they are serialized, live and deserialized. In development only: the build writes them to
    # WinGetPy.Types.ps1xml, which PowerShell reads in a tenth of the time.
    $types = @(
        foreach ($name in $script:ObjectTypes.Keys) {
            $methods = $script:ObjectTypes[$name].Methods
            $depth = $script:ObjectTypes[$name].Depth
            if (-not $methods -and -not $depth) { continue }
            foreach ($full in "WinGetPy.$name", "Deserialized.WinGetPy.$name") {
                $type = [Management.Automation.Runspaces.TypeData]::new($full)
                if ($depth) { $type.SerializationDepth = $depth }
                foreach ($key in $methods.Keys) { $type.Members.Add($key, [Management.Automation.Runspaces.ScriptMethodData]::new($key, [scriptblock]::Create($methods[$key]))) }
                $type
            }
        }
        $type = [Management.Automation.Runspaces.TypeData]::new('WinGetPy.TextList')
        $type.Members.Add('ToString', [Management.Automation.Runspaces.ScriptMethodData]::new('ToString', { $this -join '; ' }))
        $type
    )
    Update-TypeData -TypeData $types -Force -WhatIf:$false -Confirm:$false
}
