function Get-ResultMessage {
    # ErrorMessage(): why a change failed; empty after success (also for an object that lost its exception on the way).
    param([Parameter(Mandatory)] $Result)

    if ($Result.Status -eq 'Ok') { return '' }
    $text = if ($Result.ExtendedErrorCode -is [Exception]) { $Result.ExtendedErrorCode.Message } else { [string]$Result.ExtendedErrorCode.Message }
    if ($text) { return $text }
    @($Result.Status, $Result.ErrorCode | Where-Object { $_ }) -join ' '
}
