function Write-Suggestion {
    # What may have been meant where nothing, or next to nothing, was found: on the information stream, shown unless the caller says otherwise. The
    # record's data has the packages, which bind to the next command.
    param([Parameter(Mandatory)][object[]] $Suggestion, [bool] $ActionGiven, [bool] $Found)

    $packages = @($Suggestion | Select-Object -Property Id, Name, Source)
    $named = @($packages | Select-Object -First 3 | ForEach-Object { if ($_.Name -eq $_.Id) { $_.Id } else { "$($_.Id) ($($_.Name))" } })
    $either = if ($named.Count -gt 1) { Get-Message Or ($named[0..($named.Count - 2)] -join ', ') $named[-1] } else { $named[0] }
    $text = Get-Message DidYouMean $either
    if (-not $Found) { $text = "$(Get-Message NothingFound) $text" }
    $data = [pscustomobject]@{ PSTypeName = 'WinGetPy.Suggestion'; Text = $text; Packages = $packages }
    $data | Add-Member -MemberType ScriptMethod -Name ToString -Value { $this.Text } -Force
    $how = @{}
    if (-not $ActionGiven) { $how.InformationAction = 'Continue' }
    Write-Information -MessageData $data -Tags 'WinGetPy.Suggestion' @how
}
