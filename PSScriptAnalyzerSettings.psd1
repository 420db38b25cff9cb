@{
    # No rule is excluded. What is suppressed in the sources has its reason beside it.
    Severity     = @('Error', 'Warning')
    IncludeDefaultRules = $true
    Rules        = @{
        # Windows PowerShell 5.1 cannot be run on Linux: these rules are the gate for it there.
        PSUseCompatibleSyntax   = @{
            Enable         = $true
            TargetVersions = @('5.1', '7.4')
        }
        PSUseCompatibleCommands = @{
            Enable         = $true
            TargetProfiles = @('win-48_x64_10.0.17763.0_5.1.17763.316_x64_4.0.30319.42000_framework')
        }
        PSUseCompatibleTypes    = @{
            Enable         = $true
            TargetProfiles = @('win-48_x64_10.0.17763.0_5.1.17763.316_x64_4.0.30319.42000_framework')
        }
    }
}
