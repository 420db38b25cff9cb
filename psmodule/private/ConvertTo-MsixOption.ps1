function ConvertTo-MsixOption {
    # Options as the engine takes them, those within options, too: paths are whole, lists are lists, words are numbers.
    param([Parameter(Mandatory)] $Run, [Parameter(Mandatory)][Collections.IDictionary] $Given)

    $option = @{}
    foreach ($name in $Given.Keys) {
        $value = $Given[$name]
        if ($value -is [switch]) { $value = [bool]$value }
        if ($name -eq 'AddPackageOptions' -and $value -is [Collections.IDictionary]) { $value = ConvertTo-MsixOption $Run $value }
        elseif ($name -eq 'ExpectedDigests' -and $value -is [Collections.IDictionary]) {
            $digests = @{}
            foreach ($uri in $value.Keys) { $digests[(ConvertTo-MsixUri $Run ([string]$uri))] = [string]$value[$uri] }
            $value = $digests
        }
        elseif ($name -match 'Uris$') { $value = @(foreach ($one in @($value)) { ConvertTo-MsixUri $Run ([string]$one) }) }
        elseif ($name -eq 'ExternalLocationUri') { $value = ConvertTo-MsixUri $Run ([string]$value) }
        elseif ($name -match 'Names$') { $value = @($value) }
        elseif ($name -eq 'StubPackageOption' -and $value -is [string]) { $value = [array]::IndexOf(@('Default', 'InstallFull', 'InstallStub', 'UsePreference'), $value) }
        $option[[string]$name] = $value
    }
    $option
}
