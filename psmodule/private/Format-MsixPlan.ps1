function Format-MsixPlan {
    # What a change of MSIX packages would do, in one line, for -WhatIf and -Confirm: Update Contoso.Tool from 1.0.0.0 to 2.0.0.0 (x64), 12.3 MB
    param([Parameter(Mandatory)][string] $Label, [AllowEmptyCollection()][object[]] $Plan)

    if (-not $Plan.Count) { return Get-Message LeaveAsItIs $Label }
    $lines = foreach ($one in $Plan) {
        $name = if ($one.FullName) { ($one.FullName -split '_')[0] } elseif ($one.FamilyName) { $one.FamilyName } else { $one.Target }
        if ($one.Action -eq 'None') {
            Get-Message LeaveForReason $name $one.Reason
            continue
        }
        $text = if ($one.Action -in 'Update', 'Downgrade') {
            Format-Change $one.Action $name $one.FromVersion $one.ToVersion
        } else {
            Format-Change $one.Action $name $(if ($one.ToVersion) { $one.ToVersion } else { $one.FromVersion })
        }
        if ($one.Architecture) { $text += " ($($one.Architecture))" }
        if ($one.Size) { $text += ", $(Format-ByteSize $one.Size)" }
        if ($one.Error) { $text = Get-Message ChangeFails $text $one.Error.Message }
        $text
    }
    $lines -join '; '
}
