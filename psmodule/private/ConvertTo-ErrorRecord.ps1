function ConvertTo-ErrorRecord {
    # A fault as an ErrorRecord: its id is WinGetPy.<Symbol>, its target the package or source.
    param([Parameter(Mandatory)] $Fault, $Target)

    $category = [Management.Automation.ErrorCategory]::NotSpecified
    if ([Enum]::GetNames([Management.Automation.ErrorCategory]) -contains $Fault.Category) { $category = [Management.Automation.ErrorCategory]$Fault.Category }
    if ($null -eq $Target) { $Target = $Fault.Target }
    New-Object Management.Automation.ErrorRecord -ArgumentList (ConvertTo-EngineException $Fault $Target), "WinGetPy.$($Fault.Symbol)", $category, $Target
}
