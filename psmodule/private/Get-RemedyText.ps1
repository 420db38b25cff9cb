function Get-RemedyText {
    # What a user can do: the module's own text (the Remedy... of its messages), or the engine's.
    param([Parameter(Mandatory)] $Fault)

    $text = if ($Fault.RemedyId) { Get-MessageText "Remedy$($Fault.RemedyId)" }
    if ($null -eq $text) { return [string]$Fault.Remedy }
    if ($Fault.RemedyValues) {
        foreach ($value in $Fault.RemedyValues.PSObject.Properties) { $text = $text.Replace("{$($value.Name)}", [string]$value.Value) }
    }
    $text
}
