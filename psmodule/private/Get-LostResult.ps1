function Get-LostResult {
    # The result of a package whose engine was lost, from the plan that it carried out, if it came to one. Whether anything
    # was changed is not known then.
    param([Parameter(Mandatory)] $Call, [Parameter(Mandatory)][string] $Operation, [Parameter(Mandatory)] $Plan)

    $fault = $Call.Error
    $fault.Target = $Plan.Id
    $kind = if ($Operation -in 'Uninstall', 'Repair') { "$($Operation)Result" } else { 'InstallResult' }
    $result = ConvertTo-WinGetObject $kind ([pscustomobject]@{
            Id = $Plan.Id; Name = $Plan.Name; Source = $Plan.Source; InstalledVersion = $Plan.FromVersion
            Status = 'InternalError'; Reason = $fault.Symbol; ErrorCode = $fault.Code; Error = $fault
        }) $Call
    if ($Plan.PlanId) { $result.Changed = $null }
    $result
}
