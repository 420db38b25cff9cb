function Confirm-Change {
    # Asks for a change as -WhatIf, -Confirm and the preferences say. Emits Yes, No or WhatIf. A question that nobody can answer
    # ends the command with one error.
    [Diagnostics.CodeAnalysis.SuppressMessageAttribute('PSShouldProcess', '', Justification = 'Asks in the name of the public command.')]
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)][string] $Text, [string] $Question = (Get-Message Question $Text))

    $reason = [Management.Automation.ShouldProcessReason]::None
    try {
        $agreed = $Cmdlet.ShouldProcess($Text, $Question, (Get-Message Confirm), [ref]$reason)
    } catch {
        $cause = $_.Exception.GetBaseException()
        if ($cause -isnot [InvalidOperationException] -and $cause -isnot [NotSupportedException] -and $cause -isnot [NotImplementedException] -and $cause -isnot [Management.Automation.Host.HostException] -and $cause -isnot [NullReferenceException]) { throw }   # the last: a console whose input has ended
        Clear-HandledError $_
        $Cmdlet.ThrowTerminatingError((ConvertTo-ErrorRecord (Initialize-EngineFault -Symbol ConfirmationImpossible -Category InvalidOperation `
                        -Message (Get-Message ConfirmationImpossible) `
                        -Remedy (Get-Message UseConfirmFalse)) $null))
    }
    if ($agreed) { 'Yes' } elseif ("$reason" -eq 'WhatIf') { 'WhatIf' } else { 'No' }
}
