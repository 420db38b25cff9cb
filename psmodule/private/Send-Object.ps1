function Send-Object {
    # Emits objects. A `break` or `continue` further down the pipeline means the caller's loop, and must not end or advance one
    # of ours: this loop takes it, stops, and notes in $Call.Abandoned (Break or Continue) what the command is to do.
    param([Parameter(Mandatory)][AllowEmptyCollection()][object[]] $Object, [Parameter(Mandatory)] $Call)

    $sent = 0
    for ($i = 0; $i -eq $sent -and $i -lt $Object.Count; $i++) { $Object[$i]; $sent++ }
    if ($sent -lt $Object.Count) { $Call.Abandoned = if ($i -gt $sent) { 'Continue' } else { 'Break' } }
}
