@{
    # What the engine's rows and answers become: WinGetPy.<name> objects with these properties, in this order. A property holds
    # the column of its own name unless From names another. ConvertTo-ObjectScript compiles an entry once. A method is a text of
    # PowerShell about $self and, where it takes one, $version. Casts: bool, int, uint32, words and list (joined text in a CSV
    # file; words is the fast one and joins by spaces), time (of Unix seconds), plans, exception.
    # An installed package has no Version: it would bind to -Version of the next command.

    FoundPackage       = @{
        Properties = 'Name', 'Id', 'Version', 'Source', 'Moniker', 'AvailableVersions', 'Match'
        Casts      = @{ AvailableVersions = 'words' }
        Methods    = @{
            CheckInstalledStatus  = 'Get-PackageStatus $self'
            GetPackageVersionInfo = 'Get-PackageVersionDetail $self $version'
        }
    }
    InstalledPackage   = @{
        Properties = 'Name', 'Id', 'InstalledVersion', 'AvailableVersions', 'IsUpdateAvailable', 'UpdateState', 'Source', 'Scope', 'Architecture',
        'InstallerType', 'Publisher', 'ProductCode', 'PackageFamilyName', 'InstallLocation', 'LocalId'
        Casts      = @{ AvailableVersions = 'words' }
        Methods    = @{
            CheckInstalledStatus  = 'Get-PackageStatus $self'
            GetPackageVersionInfo = 'Get-PackageVersionDetail $self $version'
            CompareToVersion      = 'Compare-PackageVersion $self.InstalledVersion $version'
        }
    }
    PackageVersionInfo = @{
        Properties = 'DisplayName', 'Id', 'Version', 'Publisher', 'Channel', 'PackageFamilyNames', 'ProductCodes'
        Casts      = @{ PackageFamilyNames = 'list'; ProductCodes = 'list' }
        Methods    = @{ CompareToVersion = 'Compare-PackageVersion $self.Version $version' }
    }
    InstallResult      = @{
        Properties = 'Id', 'Name', 'Source', 'Status', 'InstalledVersion', 'Version', 'Changed', 'Reason', 'ErrorCode', 'InstallerErrorCode',
        'RebootRequired', 'ExtendedErrorCode', 'CorrelationData', 'PathAdded'
        Casts      = @{ Changed = 'bool'; InstallerErrorCode = 'uint32'; RebootRequired = 'bool'; ExtendedErrorCode = 'exception'; PathAdded = 'list' }
        From       = @{ ExtendedErrorCode = 'Error' }
        Methods    = @{ Succeeded = '$self.Status -eq ''Ok'''; ErrorMessage = 'Get-ResultMessage $self' }
    }
    UninstallResult    = @{
        Properties = 'Id', 'Name', 'Source', 'Status', 'InstalledVersion', 'Changed', 'Reason', 'ErrorCode', 'UninstallerErrorCode', 'RebootRequired',
        'ExtendedErrorCode', 'CorrelationData', 'PathRemoved'
        Casts      = @{ Changed = 'bool'; UninstallerErrorCode = 'uint32'; RebootRequired = 'bool'; ExtendedErrorCode = 'exception'; PathRemoved = 'list' }
        From       = @{ ExtendedErrorCode = 'Error' }
        Methods    = @{ Succeeded = '$self.Status -eq ''Ok'''; ErrorMessage = 'Get-ResultMessage $self' }
    }
    Plan               = @{
        Properties = 'Operation', 'Action', 'Reason', 'Id', 'Name', 'Source', 'FromVersion', 'ToVersion', 'Scope', 'Location', 'Architecture',
        'InstallerType', 'Url', 'Sha256', 'Size', 'CommandLine', 'Switches', 'Steps', 'Rejected', 'Agreements', 'Dependencies', 'Error', 'PlanId'
        Casts      = @{ Dependencies = 'plans' }
    }
    Source             = @{
        Properties = 'Name', 'Argument', 'Type', 'TrustLevel', 'Explicit', 'Priority', 'Identifier', 'LastUpdate'
        Casts      = @{ Explicit = 'bool'; Priority = 'int'; LastUpdate = 'time' }
    }
    SourceUpdate       = @{
        Properties = 'Name', 'Changed', 'Files', 'Packages', 'Versions', 'Skipped', 'Broken', 'Seconds'
        Casts      = @{ Changed = 'bool' }
    }
}
