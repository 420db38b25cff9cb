function Format-Plan {
    # A plan in one line, for -WhatIf and -Confirm: Install Git.Git 2.44.0 (x64 zip, for the user) from https://..., 12.3 MB
    param([Parameter(Mandatory)] $Plan)

    if ($Plan.Action -eq 'None') { return "Leave $(@($Plan.Id, $Plan.FromVersion | Where-Object { $_ }) -join ' ') as it is ($($Plan.Reason))" }
    $text = "$($Plan.Action) $($Plan.Id)"
    if ($Plan.Action -in 'Uninstall', 'Repair') {
        if ($Plan.FromVersion) { $text += " $($Plan.FromVersion)" }
    } elseif ($Plan.FromVersion) {
        $text += " from $($Plan.FromVersion) to $($Plan.ToVersion)"
    } else {
        $text += " $($Plan.ToVersion)"
    }
    $kind = @($Plan.Architecture, $Plan.InstallerType | Where-Object { $_ }) -join ' '
    $for = if ($Plan.Scope -eq 'Machine') { 'for all users' } elseif ($Plan.Scope -eq 'User') { 'for the user' }
    $about = @($kind, $for | Where-Object { $_ }) -join ', '
    if ($about) { $text += " ($about)" }
    if ($Plan.Action -in 'Uninstall', 'Repair') { return $text }
    if ($Plan.Url) { $text += " from $($Plan.Url)" }
    if ($Plan.Size) { $text += ", $(Format-ByteSize $Plan.Size)" }
    $more = @($Plan.Dependencies | Where-Object { $_ -and $_.Action -and $_.Action -ne 'None' })
    if ($more.Count) { $text += "; with it: $(@($more | ForEach-Object { "$($_.Action) $($_.Id) $($_.ToVersion)".Trim() }) -join ', ')" }
    $agreements = @(Get-PlanAgreement $Plan)
    if ($agreements.Count) { $text += "; agreements: $($agreements -join ', ')" }
    if ($Plan.Warnings) { $text += ". $($Plan.Warnings -join ' ')" }
    $text
}
