function ConvertTo-EngineException {
    # An exception that carries winget's code (5.1 has no setter for HResult). Its text names the package or source, so that the
    # errors of several differ.
    param([Parameter(Mandatory)] $Fault, $Target)

    $text = [string]$Fault.Message
    $named = if ($Target -is [string]) { $Target.Trim() } else { '' }
    if ($named -and $text.IndexOf($named, [StringComparison]::OrdinalIgnoreCase) -lt 0) { $text = "${named}: $text" }
    if ($null -ne $Fault.InstallerExitCode -and $text -notmatch "(?<![\w.])$([regex]::Escape($Fault.InstallerExitCode))(?!\w|\.\d)") { $text += " $(Get-Message InstallerExitCode $Fault.InstallerExitCode)" }
    $remedy = Get-RemedyText $Fault
    if ($remedy) { $text = "$($text -replace '(?<=\w)$', '.') $remedy" }
    if ($Fault.Code -notmatch '^0x[0-9A-Fa-f]{1,8}$') { return New-Object InvalidOperationException -ArgumentList $text }
    $exception = [Runtime.InteropServices.COMException]::new("$text ($($Fault.Code))", [Convert]::ToInt32($Fault.Code, 16))
    if ($null -ne $Fault.InstallerExitCode) { $exception.Data['InstallerExitCode'] = $Fault.InstallerExitCode }
    if ($Fault.LogPath) { $exception.Data['LogPath'] = [string]$Fault.LogPath }
    if ($Fault.HeldBy) { $exception.Data['HeldBy'] = [string[]]$Fault.HeldBy }
    if ($Fault.Suggestions) { $exception.Data['Suggestions'] = @($Fault.Suggestions | Select-Object -Property Id, Name, Source) }
    $exception
}
