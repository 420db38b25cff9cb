function Assert-SettingValue {
    # Refuses what is no value of JSON: a script block or another object would be written with all it leads to.
    param([string] $Name, [AllowNull()] $Value)

    if ($null -eq $Value -or $Value -is [string] -or $Value -is [ValueType]) { return }
    if ($Value -is [Collections.IDictionary]) {
        foreach ($key in $Value.Keys) { Assert-SettingValue "$Name.$key".TrimStart('.') $Value[$key] }
    }
    elseif ($Value -is [Management.Automation.PSCustomObject]) {
        foreach ($member in $Value.PSObject.Properties) { Assert-SettingValue "$Name.$($member.Name)".TrimStart('.') $member.Value }
    }
    elseif ($Value -is [Collections.IList]) {
        foreach ($item in $Value) { Assert-SettingValue $Name $item }
    }
    else {
        throw (New-Object ArgumentException (Get-Message SettingOfWrongType $Name $Value.GetType().Name))
    }
}
