@{
    # What the engine's rows and answers become: WinGetPy.<name> objects with these properties, in this order. A property holds
    # the column of its own name unless From names another. Casts: bool, int, uint32, words and list (joined text in a CSV file;
    # words is the fast one and joins by spaces), time (of Unix seconds), plans, findings, exception, machine (the id of the machine that
    # answered: it tells an object of this machine from one that came from another). A method is a text of PowerShell; it
    # looks the module up, which PowerShell does not keep with it. Depth is how deep Clixml and remoting write an object, where
    # it is not PowerShell's 2 and 1. Widths name the views for terminals of another width (Get-WidthName). ConvertTo-ObjectScript
    # compiles an entry once.
    # An installed package has no Version: it would bind to -Version of the next command.

    FoundPackage       = @{
        Properties = 'Name', 'Id', 'Version', 'Source', 'Moniker', 'AvailableVersions', 'Match', 'MachineId'
        Widths     = 'Narrow', 'Wide'
        Casts      = @{ MachineId = 'machine'; AvailableVersions = 'words' }
        Methods    = @{
            CheckInstalledStatus  = '& (Get-Module -Name WinGetPy | Select-Object -First 1) { Get-PackageStatus $args[0] } $this'
            GetPackageVersionInfo = 'param([string] $version) & (Get-Module -Name WinGetPy | Select-Object -First 1) { Get-PackageVersionDetail $args[0] $args[1] } $this $version'
        }
    }
    InstalledPackage   = @{
        Properties = 'Name', 'Id', 'InstalledVersion', 'AvailableVersions', 'IsUpdateAvailable', 'UpdateState', 'UpdateReason', 'UpdateVersion', 'Pin', 'Source', 'Scope',
        'Architecture', 'InstallerType', 'Publisher', 'ProductCode', 'UpgradeCode', 'PackageFamilyName', 'InstallLocation', 'InstallDate', 'Size', 'Language', 'DisplayVersion', 'IsVersionInferred',
        'UninstallString', 'QuietUninstallString', 'ModifyPath', 'LocalId', 'MachineId'
        Widths     = 'Narrow', 'Wide'
        Casts      = @{ MachineId = 'machine'; AvailableVersions = 'words' }
        Methods    = @{
            CheckInstalledStatus  = '& (Get-Module -Name WinGetPy | Select-Object -First 1) { Get-PackageStatus $args[0] } $this'
            GetPackageVersionInfo = 'param([string] $version) & (Get-Module -Name WinGetPy | Select-Object -First 1) { Get-PackageVersionDetail $args[0] $args[1] } $this $version'
            CompareToVersion      = 'param([string] $version) & (Get-Module -Name WinGetPy | Select-Object -First 1) { Compare-PackageVersion $args[0].InstalledVersion $args[1] } $this $version'
        }
    }
    PackageDetail      = @{
        Properties = 'Id', 'Name', 'Version', 'Source', 'Moniker', 'Publisher', 'Author', 'ShortDescription', 'Description', 'PackageUrl', 'PublisherUrl',
        'PublisherSupportUrl', 'License', 'LicenseUrl', 'PrivacyUrl', 'Copyright', 'CopyrightUrl', 'PurchaseUrl', 'ReleaseNotes', 'ReleaseNotesUrl', 'InstallationNotes',
        'Tags', 'Commands', 'Installer', 'Installers', 'Dependencies', 'Agreements', 'Documentations', 'Icons', 'AvailableVersions', 'InstallableVersion', 'Language',
        'Languages', 'Channel', 'ManifestVersion', 'Warnings', 'Error', 'Manifest', 'MachineId'
        Casts      = @{ MachineId = 'machine'; Tags = 'list'; Commands = 'list'; AvailableVersions = 'list'; Languages = 'list'; Warnings = 'list' }
        Depth      = 5
    }
    InstalledStatus    = @{
        Properties = 'Name', 'Id', 'Status', 'InstalledVersion', 'CheckedVersion', 'Source', 'Scope', 'ProductCode', 'LocalId', 'Checks', 'MachineId'
        Casts      = @{ MachineId = 'machine' }
        Depth      = 3
    }
    PackageVersionInfo = @{
        Properties = 'DisplayName', 'Id', 'Version', 'Publisher', 'Channel', 'PackageFamilyNames', 'ProductCodes', 'MachineId'
        Casts      = @{ MachineId = 'machine'; PackageFamilyNames = 'list'; ProductCodes = 'list' }
        Methods    = @{ CompareToVersion = 'param([string] $version) & (Get-Module -Name WinGetPy | Select-Object -First 1) { Compare-PackageVersion $args[0].Version $args[1] } $this $version' }
    }
    InstallResult      = @{
        Properties = 'Id', 'Name', 'Source', 'Status', 'InstalledVersion', 'Version', 'Changed', 'Reason', 'ErrorCode', 'InstallerErrorCode',
        'RebootRequired', 'ExtendedErrorCode', 'CorrelationData', 'ProductCode', 'InstallLocation', 'LogPath', 'FetchedBytes', 'SavedBytes', 'PathAdded',
        'InstallationNotes', 'MachineId'
        Casts      = @{ MachineId = 'machine'; Changed = 'bool'; InstallerErrorCode = 'uint32'; RebootRequired = 'bool'; ExtendedErrorCode = 'exception'; PathAdded = 'list' }
        From       = @{ ExtendedErrorCode = 'Error' }
        Methods    = @{
            Succeeded    = '$this.Status -eq ''Ok'''
            ErrorMessage = '& (Get-Module -Name WinGetPy | Select-Object -First 1) { Get-ResultMessage $args[0] } $this'
        }
    }
    UninstallResult    = @{
        Properties = 'Id', 'Name', 'Source', 'Status', 'InstalledVersion', 'Changed', 'Reason', 'ErrorCode', 'UninstallerErrorCode', 'RebootRequired',
        'ExtendedErrorCode', 'CorrelationData', 'LogPath', 'PathRemoved', 'MachineId'
        Casts      = @{ MachineId = 'machine'; Changed = 'bool'; UninstallerErrorCode = 'uint32'; RebootRequired = 'bool'; ExtendedErrorCode = 'exception'; PathRemoved = 'list' }
        From       = @{ ExtendedErrorCode = 'Error' }
        Methods    = @{
            Succeeded    = '$this.Status -eq ''Ok'''
            ErrorMessage = '& (Get-Module -Name WinGetPy | Select-Object -First 1) { Get-ResultMessage $args[0] } $this'
        }
    }
    DownloadResult     = @{
        Properties = 'Id', 'Name', 'Source', 'Status', 'Version', 'Path', 'Manifest', 'Files', 'Size', 'Sha256', 'Architecture', 'InstallerType', 'Scope', 'Locale', 'ErrorCode',
        'ExtendedErrorCode', 'CorrelationData', 'MachineId'
        Casts      = @{ MachineId = 'machine'; Files = 'list'; ExtendedErrorCode = 'exception' }
        From       = @{ ExtendedErrorCode = 'Error' }
        Methods    = @{
            Succeeded    = '$this.Status -eq ''Ok'''
            ErrorMessage = '& (Get-Module -Name WinGetPy | Select-Object -First 1) { Get-ResultMessage $args[0] } $this'
        }
    }
    RepairResult       = @{
        Properties = 'Id', 'Name', 'Source', 'Status', 'InstalledVersion', 'Changed', 'Reason', 'ErrorCode', 'RepairErrorCode', 'RebootRequired',
        'ExtendedErrorCode', 'CorrelationData', 'ProductCode', 'InstallLocation', 'LogPath', 'MachineId'
        Casts      = @{ MachineId = 'machine'; Changed = 'bool'; RepairErrorCode = 'uint32'; RebootRequired = 'bool'; ExtendedErrorCode = 'exception' }
        From       = @{ ExtendedErrorCode = 'Error' }
        Methods    = @{
            Succeeded    = '$this.Status -eq ''Ok'''
            ErrorMessage = '& (Get-Module -Name WinGetPy | Select-Object -First 1) { Get-ResultMessage $args[0] } $this'
        }
    }
    Plan               = @{
        Properties = 'Operation', 'Action', 'Reason', 'Id', 'Name', 'Source', 'FromVersion', 'ToVersion', 'Scope', 'Location', 'Architecture',
        'InstallerType', 'Url', 'Sha256', 'Size', 'CommandLine', 'Switches', 'Steps', 'Warnings', 'Rejected', 'Agreements', 'Dependencies', 'DependencyTree', 'UpdateState', 'Error', 'PlanId', 'MachineId'
        Casts      = @{ MachineId = 'machine'; Dependencies = 'plans'; Warnings = 'list' }
    }
    Pin                = @{
        Properties = 'Name', 'Id', 'PinType', 'PinnedVersion', 'Source', 'Installed', 'Created', 'MachineId'
        Casts      = @{ MachineId = 'machine'; Installed = 'bool'; Created = 'time' }
        From       = @{ PinType = 'Type'; PinnedVersion = 'Version' }
    }
    HistoryEntry       = @{
        Properties = 'Number', 'Operation', 'Id', 'Name', 'Source', 'FromVersion', 'ToVersion', 'Result', 'User', 'Elevated', 'Started', 'Finished', 'Duration', 'Scope', 'Architecture',
        'InstallerType', 'ProductCode', 'InstallLocation', 'InstallerSha256', 'CommandLine', 'ExitCode', 'LogPath', 'RebootRequired', 'Changed', 'ErrorCode', 'ErrorMessage',
        'Undoes', 'UndoneBy', 'MachineId'
        Widths     = 'Narrow'
        Casts      = @{ MachineId = 'machine'; Number = 'int'; Elevated = 'bool'; Started = 'time'; Finished = 'time'; RebootRequired = 'bool'; Changed = 'bool'; Undoes = 'int'; UndoneBy = 'int' }
        Methods    = @{ Succeeded = '$this.Result -eq ''Succeeded''' }
    }
    Source             = @{
        Properties = 'Name', 'Argument', 'Type', 'TrustLevel', 'Explicit', 'Priority', 'Identifier', 'Data', 'Origin', 'Credential', 'LastUpdate', 'MachineId'
        Casts      = @{ MachineId = 'machine'; Explicit = 'bool'; Priority = 'int'; Credential = 'list'; LastUpdate = 'time' }
    }
    SourceUpdate       = @{
        Properties = 'Name', 'Changed', 'Files', 'Packages', 'Versions', 'Skipped', 'Broken', 'Seconds'
        Casts      = @{ Changed = 'bool' }
    }
    ManifestReport     = @{
        Properties = 'Path', 'Result', 'PackageIdentifier', 'PackageVersion', 'ManifestVersion', 'Files', 'Errors', 'Warnings', 'Omitted'
        Casts      = @{ Files = 'int'; Omitted = 'int'; Errors = 'findings'; Warnings = 'findings' }
        Methods    = @{ Succeeded = '$this.Result -ne ''Invalid''' }
    }
    ManifestFinding    = @{
        Properties = 'Id', 'Message', 'Field', 'Value', 'File', 'Line', 'Column', 'Code'
        Casts      = @{ Line = 'int'; Column = 'int' }
    }
    ManifestSet        = @{
        Properties = 'PackageIdentifier', 'PackageVersion', 'ManifestVersion', 'Path', 'Written', 'Files', 'Installers', 'Changes', 'Warnings'
        Casts      = @{ Written = 'bool'; Files = 'manifests'; Installers = 'installers'; Changes = 'changes'; Warnings = 'list' }
    }
    ManifestFile       = @{
        Properties = 'Path', 'ManifestType', 'Text'
    }
    ManifestChange     = @{
        Properties = 'Field', 'Old', 'New'
    }
    ReadInstaller      = @{
        Properties = 'Url', 'File', 'Sha256', 'InstallerType', 'NestedInstallerType', 'NestedPaths', 'Architectures', 'Scope', 'ProductCode', 'UpgradeCode', 'PackageFamilyName',
        'SignatureSha256', 'ProductName', 'ProductVersion', 'Publisher', 'Copyright', 'Locale', 'Platform', 'MinimumOSVersion', 'ElevationRequirement', 'Origins', 'Notes'
        Casts      = @{ NestedPaths = 'list'; Architectures = 'list'; Platform = 'list'; Notes = 'list' }
    }
    ConfigurationResult = @{
        Properties = 'Path', 'TestResult', 'Changed', 'Failed', 'Skipped', 'RebootRequired', 'UnitResults', 'MachineId'
        Casts      = @{ MachineId = 'machine'; Changed = 'int'; Failed = 'int'; Skipped = 'int'; RebootRequired = 'bool' }
        From       = @{ TestResult = 'Result' }
        Methods    = @{ Succeeded = '$this.TestResult -eq ''Positive''' }
        Depth      = 5
    }
    ConfigurationUnit  = @{
        Properties = 'Id', 'Type', 'Intent', 'State', 'InDesiredState', 'PreviouslyInDesiredState', 'Drift', 'Done', 'RebootRequired', 'DependsOn', 'Description', 'ErrorCode',
        'ExtendedErrorCode'
        Casts      = @{ Drift = 'drifts'; Done = 'list'; RebootRequired = 'bool'; DependsOn = 'list'; ExtendedErrorCode = 'exception' }
        From       = @{ ExtendedErrorCode = 'Error' }
        Depth      = 3
    }
    Drift              = @{
        Properties = 'Property', 'Wanted', 'Actual'
    }
    ExportedPackage    = @{
        Properties = 'Id', 'Name', 'Source', 'InstalledVersion', 'Version', 'Scope', 'Pin', 'Exported', 'Reason', 'Warning', 'MachineId'
        Casts      = @{ MachineId = 'machine'; Exported = 'bool' }
    }
    Policy             = @{
        Properties = 'Name', 'State', 'Value', 'Effective', 'Source', 'Setting', 'Effect'
    }
    HealthReport       = @{
        Properties = 'Check', 'Category', 'Passed', 'Mended', 'Error'
        Casts      = @{ Passed = 'bool'; Mended = 'bool' }
    }
    KnownError         = @{
        Properties = 'ErrorCode', 'Decimal', 'Symbol', 'ErrorId', 'Description', 'Remedy'
        Casts      = @{ Decimal = 'int' }
        From       = @{ ErrorCode = 'Code' }
    }
    InstallerHash      = @{
        Properties = 'Path', 'Sha256', 'SignatureSha256'
    }
    MsixPackage        = @{
        Properties = 'Name', 'FullName', 'FamilyName', 'DisplayName', 'Version', 'Architecture', 'Kind', 'Status', 'Publisher', 'PublisherDisplayName', 'ResourceId', 'SignatureKind',
        'InstallLocation', 'DataLocation', 'RegisteredFor', 'IsStagedOnly', 'Provisioned', 'RegistrationPending', 'IsStub', 'IsDevelopmentMode', 'Dependencies', 'Volume', 'MachineId'
        Casts      = @{ MachineId = 'machine'; RegisteredFor = 'list'; Dependencies = 'list'; IsStagedOnly = 'bool'; Provisioned = 'bool'; RegistrationPending = 'bool'; IsStub = 'bool'; IsDevelopmentMode = 'bool' }
    }
    MsixReadiness      = @{
        Properties = 'SetId', 'Item', 'Target', 'IsReady', 'Reason', 'FamilyName', 'MinVersion', 'InstalledVersion', 'FullName', 'NewerAvailable', 'RegistrationPending', 'Provisioned', 'Uri', 'MachineId'
        Casts      = @{ MachineId = 'machine'; IsReady = 'bool'; NewerAvailable = 'bool'; RegistrationPending = 'bool'; Provisioned = 'bool' }
        From       = @{ InstalledVersion = 'Version' }
    }
    MsixPlan           = @{
        Properties = 'Operation', 'Item', 'Target', 'Action', 'Reason', 'FamilyName', 'FullName', 'FromVersion', 'ToVersion', 'Architecture', 'Size', 'Error', 'MachineId'
        Casts      = @{ MachineId = 'machine'; Error = 'exception' }
    }
    MsixDeploymentResult = @{
        Properties = 'Operation', 'Target', 'Status', 'Changed', 'IsRegistered', 'Added', 'Removed', 'ErrorCode', 'ExtendedErrorCode', 'ErrorText', 'ActivityId', 'FetchedBytes', 'TotalBytes',
        'SavedBytes', 'Error', 'MachineId'
        Casts      = @{ MachineId = 'machine'; Changed = 'bool'; IsRegistered = 'bool'; Added = 'list'; Removed = 'list'; Error = 'exception' }
        Methods    = @{ Succeeded = '$this.Status -eq ''CompletedSuccess''' }
    }
    MsixVolume         = @{
        Properties = 'Name', 'MountPoint', 'PackageStorePath', 'IsOk', 'IsSystemVolume', 'IsOffline', 'IsAppxInstallSupported', 'IsFullTrustPackageSupported', 'SupportsHardLinks', 'MachineId'
        Casts      = @{ MachineId = 'machine'; IsSystemVolume = 'bool'; IsOffline = 'bool'; IsAppxInstallSupported = 'bool'; IsFullTrustPackageSupported = 'bool'; SupportsHardLinks = 'bool' }
    }
}
