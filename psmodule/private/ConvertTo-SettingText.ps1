function ConvertTo-SettingText {
    # A table of settings as JSON; an ordered table and one of another type in it, too.
    param([Parameter(Mandatory)][AllowEmptyCollection()][hashtable] $Table)

    Assert-SettingValue '' $Table
    ConvertTo-Json $Table -Depth 50 -Compress
}
