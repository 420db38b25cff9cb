# Errors of the engine as PowerShell's.

function ConvertTo-EngineFault {
    # The error of an answer as one flat table, like the errors inside items.
    param([Parameter(Mandatory)] $Answer)

    $data = $Answer.data
    @{
        Symbol            = if ($data.Symbol) { $data.Symbol } else { 'ProtocolError' }
        Category          = if ($data.Category) { $data.Category } else { 'ProtocolError' }
        Message           = $Answer.message
        Code              = $data.Code
        Target            = $data.Target
        Remedy            = $data.Remedy
        InstallerExitCode = $data.InstallerExitCode
        LogPath           = $data.LogPath
    }
}

function ConvertTo-EngineException {
    # An exception that carries winget's code (5.1 has no setter for HResult).
    param([Parameter(Mandatory)] $Fault)

    $text = [string]$Fault.Message
    if ($null -ne $Fault.InstallerExitCode) { $text += " The installer's exit code is $($Fault.InstallerExitCode)." }
    if ($Fault.Remedy) { $text += " $($Fault.Remedy)" }
    if ($Fault.Code -notmatch '^0x[0-9A-Fa-f]{1,8}$') { return New-Object InvalidOperationException -ArgumentList $text }
    $exception = [Runtime.InteropServices.COMException]::new("$text ($($Fault.Code))", [Convert]::ToInt32($Fault.Code, 16))
    if ($null -ne $Fault.InstallerExitCode) { $exception.Data['InstallerExitCode'] = $Fault.InstallerExitCode }
    if ($Fault.LogPath) { $exception.Data['LogPath'] = [string]$Fault.LogPath }
    $exception
}

function ConvertTo-ErrorRecord {
    # A fault as an ErrorRecord: its id is WinGetPy.<Symbol>, its target the package or source.
    param([Parameter(Mandatory)] $Fault, $Target)

    $category = [Management.Automation.ErrorCategory]::NotSpecified
    if ([Enum]::GetNames([Management.Automation.ErrorCategory]) -contains $Fault.Category) { $category = [Management.Automation.ErrorCategory]$Fault.Category }
    if ($null -eq $Target) { $Target = $Fault.Target }
    New-Object Management.Automation.ErrorRecord -ArgumentList (ConvertTo-EngineException $Fault), "WinGetPy.$($Fault.Symbol)", $category, $Target
}

function Write-EngineError {
    # Writes a fault to the error stream of a public command. With -ErrorAction Stop this ends the command.
    param([Parameter(Mandatory)] $Cmdlet, [Parameter(Mandatory)] $Fault, $Target)

    $Cmdlet.WriteError((ConvertTo-ErrorRecord $Fault $Target))
}
