function Format-MsixPlan {
    # What a change of MSIX packages would do, in one line, for -WhatIf and -Confirm: Update Contoso.Tool from 1.0.0.0 to 2.0.0.0 (x64), 12.3 MB
    param([Parameter(Mandatory)][string] $Label, [AllowEmptyCollection()][object[]] $Plan)

    if (-not $Plan.Count) { return "Leave $Label as it is" }
    $lines = foreach ($one in $Plan) {
        $name = if ($one.FullName) { ($one.FullName -split '_')[0] } elseif ($one.FamilyName) { $one.FamilyName } else { $one.Target }
        if ($one.Action -eq 'None') {
            "Leave $name as it is ($($one.Reason))"
            continue
        }
        $text = "$($one.Action) $name"
        if ($one.Action -in 'Update', 'Downgrade') { $text += " from $($one.FromVersion) to $($one.ToVersion)" }
        elseif ($one.ToVersion) { $text += " $($one.ToVersion)" }
        elseif ($one.FromVersion) { $text += " $($one.FromVersion)" }
        if ($one.Architecture) { $text += " ($($one.Architecture))" }
        if ($one.Size) { $text += ", $(Format-ByteSize $one.Size)" }
        if ($one.Error) { $text += ", which fails: $($one.Error.Message)" }
        $text
    }
    $lines -join '; '
}
