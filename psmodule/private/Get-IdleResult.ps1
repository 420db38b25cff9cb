function Get-IdleResult {
    # The result of a plan that changes nothing, where the plan says it all: what is installed already, and what nothing newer
    # or nothing fitting is there for. Nothing for other plans: the engine is asked then.
    param([Parameter(Mandatory)] $Call, [Parameter(Mandatory)] $Plan)

    $isThere = $Plan.Reason -eq 'AlreadyInstalled' -and -not $Plan.Error
    $isWithout = $Plan.Reason -in 'NoApplicableUpgrade', 'NoApplicableInstallers' -and $Plan.Error
    if ($Plan.Operation -in 'Uninstall', 'Repair' -or -not ($isThere -or $isWithout)) { return }
    $Call.Faults.Clear()
    ConvertTo-WinGetObject InstallResult ([pscustomobject]@{
            Id = $Plan.Id; Name = $Plan.Name; Source = $Plan.Source; InstalledVersion = $Plan.FromVersion; Version = $Plan.FromVersion
            Status = if ($isThere) { 'Ok' } else { $Plan.Reason }; Reason = $Plan.Reason; CorrelationData = ''; FetchedBytes = $null; SavedBytes = $null; PathAdded = @(); InstallationNotes = ''
            ErrorCode = [string]$Plan.Error.Code; Error = $Plan.Error
        }) $Call
}
