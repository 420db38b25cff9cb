"""winget's error codes and their names.

Codes and their names: the reference client's list (0x8A15xxxx); names are the list's symbols in PascalCase, those of
0x8A1501xx without the leading INSTALL. Where the list has none, Windows' own HRESULT is used (`windows_codes` has the
symbols of those about packages), and 0x8A15F0xx for what only this engine knows.
"""

from __future__ import annotations

from enum import IntEnum


class ErrorCode(IntEnum):
    """An HRESULT as an unsigned 32-bit number. The member's name is the symbol that users see (`WinGetPy.<Symbol>`)."""

    InternalError = 0x8A150001
    InvalidClArguments = 0x8A150002
    CommandFailed = 0x8A150003
    ManifestFailed = 0x8A150004
    CtrlSignalReceived = 0x8A150005
    ShellExecInstallFailed = 0x8A150006
    UnsupportedManifestVersion = 0x8A150007
    DownloadFailed = 0x8A150008
    IndexIntegrityCompromised = 0x8A15000A
    SourcesInvalid = 0x8A15000B
    SourceNameAlreadyExists = 0x8A15000C
    InvalidSourceType = 0x8A15000D
    PackageIsBundle = 0x8A15000E
    SourceDataMissing = 0x8A15000F
    NoApplicableInstaller = 0x8A150010
    InstallerHashMismatch = 0x8A150011
    SourceNameDoesNotExist = 0x8A150012
    SourceArgAlreadyExists = 0x8A150013
    NoApplicationsFound = 0x8A150014
    NoSourcesDefined = 0x8A150015
    MultipleApplicationsFound = 0x8A150016
    NoManifestFound = 0x8A150017
    CommandRequiresAdmin = 0x8A150019
    SourceNotSecure = 0x8A15001A
    MsstoreBlockedByPolicy = 0x8A15001B
    MsstoreAppBlockedByPolicy = 0x8A15001C
    MsstoreInstallFailed = 0x8A15001E
    YamlDuplicateMappingKey = 0x8A150022
    YamlInvalidOperation = 0x8A150023
    YamlDocBuildFailed = 0x8A150024
    YamlInvalidData = 0x8A150026
    LibyamlError = 0x8A150027
    ManifestValidationWarning = 0x8A150028
    ManifestValidationFailure = 0x8A150029
    InvalidManifest = 0x8A15002A
    UpdateNotApplicable = 0x8A15002B
    UpdateAllHasFailure = 0x8A15002C
    InstallerSecurityCheckFailed = 0x8A15002D
    DownloadSizeMismatch = 0x8A15002E
    NoUninstallInfoFound = 0x8A15002F
    ExecUninstallCommandFailed = 0x8A150030
    ImportInstallFailed = 0x8A150034
    NotAllPackagesFound = 0x8A150035
    JsonInvalidFile = 0x8A150036
    SourceNotRemote = 0x8A150037
    UnsupportedRestSource = 0x8A150038
    RestSourceInvalidData = 0x8A150039
    BlockedByPolicy = 0x8A15003A
    RestApiInternalError = 0x8A15003B
    RestSourceInvalidUrl = 0x8A15003C
    RestApiUnsupportedMimeType = 0x8A15003D
    SourceDataIntegrityFailure = 0x8A15003F
    StreamReadFailure = 0x8A150040
    PackageAgreementsNotAccepted = 0x8A150041
    PromptInputError = 0x8A150042
    UnsupportedSourceRequest = 0x8A150043
    RestApiEndpointNotFound = 0x8A150044
    SourceOpenFailed = 0x8A150045
    SourceAgreementsNotAccepted = 0x8A150046
    CustomHeaderExceedsMaxLength = 0x8A150047
    InvalidMsiexecArgument = 0x8A15004A
    FailedToOpenAllSources = 0x8A15004B
    MissingPackage = 0x8A15004D
    UpgradeVersionNotNewer = 0x8A15004F
    UpgradeVersionUnknown = 0x8A150050
    PortableInstallFailed = 0x8A150052
    PortableReparsePointNotSupported = 0x8A150053
    PortablePackageAlreadyExists = 0x8A150054
    PortableSymlinkPathIsDirectory = 0x8A150055
    InstallerProhibitsElevation = 0x8A150056
    PortableUninstallFailed = 0x8A150057
    UnsupportedArgument = 0x8A150059
    NestedInstallerNotFound = 0x8A15005B
    ExtractArchiveFailed = 0x8A15005C
    NestedInstallerInvalidPath = 0x8A15005D
    PinnedCertificateMismatch = 0x8A15005E
    InstallLocationRequired = 0x8A15005F
    PackageAlreadyInstalled = 0x8A150061
    PinAlreadyExists = 0x8A150062
    PinDoesNotExist = 0x8A150063
    CannotOpenPinningIndex = 0x8A150064
    MultipleInstallFailed = 0x8A150065
    MultipleUninstallFailed = 0x8A150066
    NotAllQueriesFoundSingle = 0x8A150067
    PackageIsPinned = 0x8A150068
    DownloadDependencies = 0x8A15006B
    DownloadCommandProhibited = 0x8A15006C
    ServiceUnavailable = 0x8A15006D
    InvalidAuthenticationInfo = 0x8A150073
    AuthenticationTypeNotSupported = 0x8A150074
    AuthenticationFailed = 0x8A150075
    AuthenticationInteractiveRequired = 0x8A150076
    NoRepairInfoFound = 0x8A150079
    RepairNotApplicable = 0x8A15007A
    ExecRepairFailed = 0x8A15007B
    RepairNotSupported = 0x8A15007C
    AdminContextRepairProhibited = 0x8A15007D
    InstallerZeroByteFile = 0x8A150086
    FontInstallFailed = 0x8A150087
    FontFileNotSupported = 0x8A150088
    FontAlreadyInstalled = 0x8A150089
    FontFileNotFound = 0x8A15008A
    FontUninstallFailed = 0x8A15008B
    FontValidationFailed = 0x8A15008C
    FontRollbackFailed = 0x8A15008D
    InstallTechnologyMismatch = 0x8A15008E
    PackageInUse = 0x8A150101
    InstallInProgress = 0x8A150102
    FileInUse = 0x8A150103
    MissingDependency = 0x8A150104
    DiskFull = 0x8A150105
    InsufficientMemory = 0x8A150106
    NoNetwork = 0x8A150107
    ContactSupport = 0x8A150108
    RebootRequiredForInstall = 0x8A15010A
    InstallCancelledByUser = 0x8A15010C
    AlreadyInstalled = 0x8A15010D
    Downgrade = 0x8A15010E
    InstallBlockedByPolicy = 0x8A15010F
    DependenciesFailed = 0x8A150110
    PackageInUseByApplication = 0x8A150111
    InstallInvalidParameter = 0x8A150112
    InstallSystemNotSupported = 0x8A150113
    UpgradeNotSupported = 0x8A150114
    CustomError = 0x8A150115

    ConfigErrorInvalidConfigurationFile = 0x8A15C001
    ConfigErrorInvalidYaml = 0x8A15C002
    ConfigErrorInvalidFieldType = 0x8A15C003
    ConfigErrorUnknownConfigurationFileVersion = 0x8A15C004
    ConfigErrorSetApplyFailed = 0x8A15C005
    ConfigErrorDuplicateIdentifier = 0x8A15C006
    ConfigErrorMissingDependency = 0x8A15C007
    ConfigErrorDependencyUnsatisfied = 0x8A15C008
    ConfigErrorAssertionFailed = 0x8A15C009
    ConfigErrorSetDependencyCycle = 0x8A15C00C
    ConfigErrorInvalidFieldValue = 0x8A15C00D
    ConfigErrorMissingField = 0x8A15C00E
    ConfigErrorTestFailed = 0x8A15C00F
    ConfigErrorUnitSettingConfigRoot = 0x8A15C110
    ConfigErrorNotSupportedByProcessor = 0x8A15C112

    FileNotFound = 0x80070002
    PathNotFound = 0x80070003
    TooManyOpenFiles = 0x80070004
    AccessDenied = 0x80070005
    OutOfMemory = 0x8007000E
    SharingViolation = 0x80070020
    NotSupported = 0x80070032
    InvalidParameter = 0x80070057
    DirectoryNotEmpty = 0x80070091
    AlreadyExists = 0x800700B7
    DirectoryNotSupported = 0x80070150
    RegistryCorrupt = 0x800703F1
    Timeout = 0x800705B4
    HttpNotFound = 0x80190194

    InstallOpenPackageFailed = 0x80073CF0
    InstallPackageNotFound = 0x80073CF1
    InstallInvalidPackage = 0x80073CF2
    InstallResolveDependencyFailed = 0x80073CF3
    InstallOutOfDiskSpace = 0x80073CF4
    InstallNetworkFailure = 0x80073CF5
    InstallRegistrationFailure = 0x80073CF6
    InstallDeregistrationFailure = 0x80073CF7
    InstallCancel = 0x80073CF8
    InstallFailed = 0x80073CF9
    RemoveFailed = 0x80073CFA
    PackageAlreadyExists = 0x80073CFB
    NeedsRemediation = 0x80073CFC
    InstallPrerequisiteFailed = 0x80073CFD
    PackageRepositoryCorrupted = 0x80073CFE
    InstallPolicyFailure = 0x80073CFF
    PackageUpdating = 0x80073D00
    DeploymentBlockedByPolicy = 0x80073D01
    PackagesInUse = 0x80073D02
    RecoveryFileCorrupt = 0x80073D03
    InvalidStagedSignature = 0x80073D04
    DeletingExistingApplicationDataStoreFailed = 0x80073D05
    InstallPackageDowngrade = 0x80073D06
    SystemNeedsRemediation = 0x80073D07
    AppxIntegrityFailureClrNgen = 0x80073D08
    ResiliencyFileCorrupt = 0x80073D09
    InstallFirewallServiceNotRunning = 0x80073D0A
    PackageMoveFailed = 0x80073D0B
    InstallVolumeNotEmpty = 0x80073D0C
    InstallVolumeOffline = 0x80073D0D
    InstallVolumeCorrupt = 0x80073D0E
    NeedsRegistration = 0x80073D0F
    InstallWrongProcessorArchitecture = 0x80073D10
    DevSideloadLimitExceeded = 0x80073D11
    InstallOptionalPackageRequiresMainPackage = 0x80073D12
    PackageNotSupportedOnFileSystem = 0x80073D13
    PackageMoveBlockedByStreaming = 0x80073D14
    InstallOptionalPackageApplicationIdNotUnique = 0x80073D15
    PackageStagingOnHold = 0x80073D16
    InstallInvalidRelatedSetUpdate = 0x80073D17
    InstallOptionalPackageRequiresMainPackageFullTrustCapability = 0x80073D18
    DeploymentBlockedByUserLogOff = 0x80073D19
    ProvisionOptionalPackageRequiresMainPackageProvisioned = 0x80073D1A
    PackagesReputationCheckFailed = 0x80073D1B
    PackagesReputationCheckTimedOut = 0x80073D1C
    DeploymentOptionNotSupported = 0x80073D1D
    AppInstallerActivationBlocked = 0x80073D1E
    RegistrationFromRemoteDriveNotSupported = 0x80073D1F
    AppxRawDataWriteFailed = 0x80073D20
    DeploymentBlockedByVolumePolicyPackage = 0x80073D21
    DeploymentBlockedByVolumePolicyMachine = 0x80073D22
    DeploymentBlockedByProfilePolicy = 0x80073D23
    DeploymentFailedConflictingMutablePackageDirectory = 0x80073D24
    SingletonResourceInstalledInActiveUser = 0x80073D25
    DifferentVersionOfPackagedServiceInstalled = 0x80073D26
    ServiceExistsAsNonPackagedService = 0x80073D27
    PackagedServiceRequiresAdminPrivileges = 0x80073D28
    RedirectionToDefaultAccountNotAllowed = 0x80073D29
    PackageLacksCapabilityToDeployOnHost = 0x80073D2A
    UnsignedPackageInvalidContent = 0x80073D2B
    UnsignedPackageInvalidPublisherNamespace = 0x80073D2C
    SignedPackageInvalidPublisherNamespace = 0x80073D2D
    PackageExternalLocationNotAllowed = 0x80073D2E
    InstallFullTrustHostRuntimeRequiresMainPackageFullTrustCapability = 0x80073D2F
    PackageLacksCapabilityForMandatoryStartupTasks = 0x80073D30
    InstallResolveHostRuntimeDependencyFailed = 0x80073D31
    MachineScopeNotAllowed = 0x80073D32
    ClassicCompatModeNotAllowed = 0x80073D33
    StageFromUpdateAgentPackageNotApplicable = 0x80073D34
    PackageNotRegisteredForUser = 0x80073D35
    PackageNameMismatch = 0x80073D36
    AppInstallerUriInUse = 0x80073D37
    AppInstallerIsManagedBySystem = 0x80073D38
    ServiceBlockedBySysprepInProgress = 0x80073D39
    UnsupportedArm32PackageRequiresRemediation = 0x80073D3A
    UupProductNotApplicable = 0x80073D3B
    BlockedByPendingPackageRemoval = 0x80073D3C

    AppxPackagingInternal = 0x80080200
    AppxInterleavingNotAllowed = 0x80080201
    AppxRelationshipsNotAllowed = 0x80080202
    AppxMissingRequiredFile = 0x80080203
    AppxInvalidManifest = 0x80080204
    AppxInvalidBlockMap = 0x80080205
    AppxCorruptContent = 0x80080206
    AppxBlockHashInvalid = 0x80080207
    AppxRequestedRangeTooLarge = 0x80080208
    AppxInvalidSipClientData = 0x80080209
    AppxInvalidKeyInfo = 0x8008020A
    AppxInvalidContentGroupMap = 0x8008020B
    AppxInvalidAppInstaller = 0x8008020C
    AppxDeltaBaselineVersionMismatch = 0x8008020D
    AppxDeltaPackageMissingFile = 0x8008020E
    AppxInvalidDeltaPackage = 0x8008020F
    AppxDeltaAppendedPackageNotAllowed = 0x80080210
    AppxInvalidPackagingLayout = 0x80080211
    AppxInvalidPackageSignConfig = 0x80080212
    AppxResourcesPriNotAllowed = 0x80080213
    AppxFileCompressionMismatch = 0x80080214
    AppxInvalidPayloadPackageExtension = 0x80080215
    AppxInvalidEncryptionExclusionFileList = 0x80080216
    AppxInvalidPackageFolderAcls = 0x80080217
    AppxInvalidPublisherBridging = 0x80080218
    AppxDigestMismatch = 0x80080219

    OpcZipIncorrectDataSize = 0x80511001
    OpcZipCorruptedArchive = 0x80511002
    OpcZipCompressionFailed = 0x80511003
    OpcZipDecompressionFailed = 0x80511004
    OpcZipInconsistentFileItem = 0x80511005
    OpcZipInconsistentDirectory = 0x80511006
    OpcZipMissingDataDescriptor = 0x80511007
    OpcZipUnsupportedArchive = 0x80511008
    OpcZipCentralDirectoryTooLarge = 0x80511009
    OpcZipNameTooLarge = 0x8051100A
    OpcZipDuplicateName = 0x8051100B
    OpcZipCommentTooLarge = 0x8051100C
    OpcZipExtraFieldsTooLarge = 0x8051100D
    OpcZipFileHeaderTooLarge = 0x8051100E
    MsixNotAPackage = 0x8051100F
    OpcZipRequires64Bit = 0x80511010

    TrustSubjectNotTrusted = 0x800B0004
    TrustNoSignature = 0x800B0100
    CertExpired = 0x800B0101
    CertUntrustedRoot = 0x800B0109
    CertChaining = 0x800B010A
    CertRevoked = 0x800B010C
    CertWrongUsage = 0x800B0110
    TrustBadDigest = 0x80096010

    BadFormat = 0x8007000B
    Cancelled = 0x800704C7
    NotFound = 0x80070490
    NotImplemented = 0x80004001
    IllegalMethodCall = 0x8000000E
    DependencyNotResolved = 0x80670016

    PlanStale = 0x8A15F001
    HostCannot = 0x8A15F002
    OperationInterrupted = 0x8A15F003
    ProtocolVersionMismatch = 0x8A15F004
    JournalUnreadable = 0x8A15F005
    NothingToUndo = 0x8A15F006

    @property
    def hex(self) -> str:
        """`0x8A150014`, as winget prints it."""
        return f"0x{self.value:08X}"

    @property
    def signed(self) -> int:
        """The signed 32-bit form: the process exit code and JSON-RPC's `code`."""
        return self.value - 0x1_0000_0000 if self.value & 0x8000_0000 else self.value
