function Format-Plan {
    # A plan in one line, for -WhatIf and -Confirm: Install Git.Git 2.44.0 (x64 zip, for the user) from https://..., 12.3 MB
    param([Parameter(Mandatory)] $Plan)

    if ($Plan.Action -eq 'None') { return Get-Message LeaveForReason (@($Plan.Id, $Plan.FromVersion | Where-Object { $_ }) -join ' ') $Plan.Reason }
    $isRemoval = $Plan.Action -in 'Uninstall', 'Repair'   # nothing is fetched and nothing comes with it
    $text = if ($isRemoval) {
        Format-Change $Plan.Action $Plan.Id $Plan.FromVersion
    } elseif ($Plan.FromVersion) {
        Format-Change $Plan.Action $Plan.Id $Plan.FromVersion $Plan.ToVersion
    } else {
        Format-Change $Plan.Action $Plan.Id $Plan.ToVersion
    }
    $kind = @($Plan.Architecture, $Plan.InstallerType | Where-Object { $_ }) -join ' '
    $for = if ($Plan.Scope -eq 'Machine') { Get-Message ForAllUsers } elseif ($Plan.Scope -eq 'User') { Get-Message ForTheUser }
    $about = @($kind, $for | Where-Object { $_ }) -join ', '
    if ($about) { $text += " ($about)" }
    if ($isRemoval) { return $text }
    if ($Plan.Url) { $text = Get-Message ChangeFromUrl $text $Plan.Url }
    if ($Plan.Size) { $text += ", $(Format-ByteSize $Plan.Size)" }
    $more = @($Plan.Dependencies | Where-Object { $_ -and $_.Action -and $_.Action -ne 'None' })
    if ($more.Count) { $text = Get-Message ChangeWith $text (@($more | ForEach-Object { Format-Change $_.Action $_.Id $_.ToVersion }) -join ', ') }
    $agreements = @(Get-PlanAgreement $Plan)
    if ($agreements.Count) { $text = Get-Message ChangeAgreements $text ($agreements -join ', ') }
    if ($Plan.Warnings) { $text += ". $($Plan.Warnings -join ' ')" }
    $text
}
