function Get-WriterOfRule {
    # The first SID besides the trusted ones that the rules let write, or the owner if he is none of them.
    param([Parameter(Mandatory)][AllowEmptyCollection()][hashtable[]] $Rule, [Parameter(Mandatory)][string] $Owner)

    $trusted = @('S-1-5-18', 'S-1-5-32-544', 'S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464')
    $safe = @(@($Owner) + @($Rule | ForEach-Object { $_.Sid }) | Where-Object { $trusted -contains $_ })
    if ($safe -notcontains $Owner) { return $Owner }
    $writing = 0x2 -bor 0x4 -bor 0x40 -bor 0x10000 -bor 0x40000 -bor 0x80000 -bor 0x10000000 -bor 0x40000000
    foreach ($each in $Rule) {
        if (-not $each.Allow -or $each.InheritOnly -or $safe -contains $each.Sid) { continue }
        if ($each.Rights -band $writing) { return $each.Sid }
    }
}
