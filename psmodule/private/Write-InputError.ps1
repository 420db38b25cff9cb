function Write-InputError {
    # The error of what was piped or named and cannot be used, with winget's code for invalid arguments; -Terminating ends the command.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)][string] $Message, [string] $Remedy, $Target, [string] $Symbol = 'InvalidInput', [switch] $Terminating)

    $category = if ($Symbol -eq 'OtherComputer') { 'InvalidOperation' } else { 'InvalidArgument' }
    $fault = Initialize-EngineFault -Symbol $Symbol -Category $category -Message $Message -Code '0x8A150002' -Remedy $Remedy
    if ($Terminating) { $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord $fault $Target)) }
    Write-EngineError $Cmdlet $fault $Target
}
