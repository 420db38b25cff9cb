"""Windows' own symbols for its HRESULTs about packages, and what each means, in one sentence.

The codes are Windows' (winerror.h: deployment, packaging, OPC, trust); the sentences are ours. A code that Windows
returned and that is none of `ErrorCode` has no text here: `windows_code` returns None for it.
"""

from __future__ import annotations

import msgspec

from wingetpy.errors.codes import ErrorCode
from wingetpy.messages.language import translated


class WindowsCode(msgspec.Struct, frozen=True):
    """An HRESULT for a person.

    Attributes:
        symbol: Windows' own name, `ERROR_INSTALL_PACKAGE_NOT_FOUND`.
        text: One sentence that fits any package.
    """

    symbol: str
    text: str


def windows_code(code: int) -> WindowsCode | None:
    """Return what an HRESULT, as an unsigned number, means; None for one that is not about packages."""
    try:
        known = WINDOWS_CODES.get(ErrorCode(code))
    except ValueError:
        return None
    return known and WindowsCode(known.symbol, translated(known.text))


WINDOWS_CODES: dict[ErrorCode, WindowsCode] = {
    ErrorCode.InstallOpenPackageFailed: WindowsCode(
        "ERROR_INSTALL_OPEN_PACKAGE_FAILED",
        "The package cannot be opened: it is missing, damaged, not signed, or not what its manifest says.",
    ),
    ErrorCode.InstallPackageNotFound: WindowsCode("ERROR_INSTALL_PACKAGE_NOT_FOUND", "The package is not installed."),
    ErrorCode.InstallInvalidPackage: WindowsCode(
        "ERROR_INSTALL_INVALID_PACKAGE", "The data of the package are not valid."
    ),
    ErrorCode.InstallResolveDependencyFailed: WindowsCode(
        "ERROR_INSTALL_RESOLVE_DEPENDENCY_FAILED",
        "A package that this one depends on is missing or does not fit, or another package conflicts with it.",
    ),
    ErrorCode.InstallOutOfDiskSpace: WindowsCode(
        "ERROR_INSTALL_OUT_OF_DISK_SPACE", "There is not enough free space on the disk."
    ),
    ErrorCode.InstallNetworkFailure: WindowsCode(
        "ERROR_INSTALL_NETWORK_FAILURE", "The package could not be downloaded."
    ),
    ErrorCode.InstallRegistrationFailure: WindowsCode(
        "ERROR_INSTALL_REGISTRATION_FAILURE", "The package could not be registered."
    ),
    ErrorCode.InstallDeregistrationFailure: WindowsCode(
        "ERROR_INSTALL_DEREGISTRATION_FAILURE", "The registration of the package could not be removed."
    ),
    ErrorCode.InstallCancel: WindowsCode("ERROR_INSTALL_CANCEL", "The user cancelled the installation."),
    ErrorCode.InstallFailed: WindowsCode("ERROR_INSTALL_FAILED", "The package could not be installed."),
    ErrorCode.RemoveFailed: WindowsCode("ERROR_REMOVE_FAILED", "The package could not be removed."),
    ErrorCode.PackageAlreadyExists: WindowsCode(
        "ERROR_PACKAGE_ALREADY_EXISTS", "A package of the same full name with other content is already installed."
    ),
    ErrorCode.NeedsRemediation: WindowsCode(
        "ERROR_NEEDS_REMEDIATION", "The application cannot start; install it again."
    ),
    ErrorCode.InstallPrerequisiteFailed: WindowsCode(
        "ERROR_INSTALL_PREREQUISITE_FAILED", "The package needs another version or edition of Windows."
    ),
    ErrorCode.PackageRepositoryCorrupted: WindowsCode(
        "ERROR_PACKAGE_REPOSITORY_CORRUPTED", "The records of the installed packages are damaged."
    ),
    ErrorCode.InstallPolicyFailure: WindowsCode(
        "ERROR_INSTALL_POLICY_FAILURE", "Sideloading, which this package needs, is not enabled."
    ),
    ErrorCode.PackageUpdating: WindowsCode("ERROR_PACKAGE_UPDATING", "The package is being updated."),
    ErrorCode.DeploymentBlockedByPolicy: WindowsCode(
        "ERROR_DEPLOYMENT_BLOCKED_BY_POLICY", "A policy of the machine forbids it."
    ),
    ErrorCode.PackagesInUse: WindowsCode("ERROR_PACKAGES_IN_USE", "The package cannot be changed while it is in use."),
    ErrorCode.RecoveryFileCorrupt: WindowsCode(
        "ERROR_RECOVERY_FILE_CORRUPT", "What an interrupted installation recorded for its recovery is damaged."
    ),
    ErrorCode.InvalidStagedSignature: WindowsCode(
        "ERROR_INVALID_STAGED_SIGNATURE",
        "The folder that is registered has a signature or block map that is not valid.",
    ),
    ErrorCode.DeletingExistingApplicationDataStoreFailed: WindowsCode(
        "ERROR_DELETING_EXISTING_APPLICATIONDATA_STORE_FAILED",
        "The data of the application that was there before cannot be deleted.",
    ),
    ErrorCode.InstallPackageDowngrade: WindowsCode(
        "ERROR_INSTALL_PACKAGE_DOWNGRADE", "A higher version of the package is already installed."
    ),
    ErrorCode.SystemNeedsRemediation: WindowsCode(
        "ERROR_SYSTEM_NEEDS_REMEDIATION", "A file of the system is damaged; repair Windows."
    ),
    ErrorCode.AppxIntegrityFailureClrNgen: WindowsCode(
        "ERROR_APPX_INTEGRITY_FAILURE_CLR_NGEN", "Precompiled code of the package is damaged."
    ),
    ErrorCode.ResiliencyFileCorrupt: WindowsCode(
        "ERROR_RESILIENCY_FILE_CORRUPT", "What an interrupted installation recorded to go on is damaged."
    ),
    ErrorCode.InstallFirewallServiceNotRunning: WindowsCode(
        "ERROR_INSTALL_FIREWALL_SERVICE_NOT_RUNNING",
        "The firewall service, which the registration needs, is not running.",
    ),
    ErrorCode.PackageMoveFailed: WindowsCode(
        "ERROR_PACKAGE_MOVE_FAILED", "The package could not be moved to the other volume."
    ),
    ErrorCode.InstallVolumeNotEmpty: WindowsCode("ERROR_INSTALL_VOLUME_NOT_EMPTY", "The volume still holds packages."),
    ErrorCode.InstallVolumeOffline: WindowsCode("ERROR_INSTALL_VOLUME_OFFLINE", "The volume is offline."),
    ErrorCode.InstallVolumeCorrupt: WindowsCode(
        "ERROR_INSTALL_VOLUME_CORRUPT", "The packages' part of the volume is damaged."
    ),
    ErrorCode.NeedsRegistration: WindowsCode(
        "ERROR_NEEDS_REGISTRATION", "The package must be registered for the user first."
    ),
    ErrorCode.InstallWrongProcessorArchitecture: WindowsCode(
        "ERROR_INSTALL_WRONG_PROCESSOR_ARCHITECTURE", "The package is for another processor architecture."
    ),
    ErrorCode.DevSideloadLimitExceeded: WindowsCode(
        "ERROR_DEV_SIDELOAD_LIMIT_EXCEEDED", "The limit of sideloaded packages for developers is reached."
    ),
    ErrorCode.InstallOptionalPackageRequiresMainPackage: WindowsCode(
        "ERROR_INSTALL_OPTIONAL_PACKAGE_REQUIRES_MAIN_PACKAGE",
        "The main package of this optional package is not installed.",
    ),
    ErrorCode.PackageNotSupportedOnFileSystem: WindowsCode(
        "ERROR_PACKAGE_NOT_SUPPORTED_ON_FILESYSTEM", "The file system of the volume cannot hold packages."
    ),
    ErrorCode.PackageMoveBlockedByStreaming: WindowsCode(
        "ERROR_PACKAGE_MOVE_BLOCKED_BY_STREAMING", "The package cannot be moved until it is downloaded completely."
    ),
    ErrorCode.InstallOptionalPackageApplicationIdNotUnique: WindowsCode(
        "ERROR_INSTALL_OPTIONAL_PACKAGE_APPLICATIONID_NOT_UNIQUE",
        "An application of the optional package has an id that the main package or another optional package has.",
    ),
    ErrorCode.PackageStagingOnHold: WindowsCode("ERROR_PACKAGE_STAGING_ONHOLD", "The installation is on hold."),
    ErrorCode.InstallInvalidRelatedSetUpdate: WindowsCode(
        "ERROR_INSTALL_INVALID_RELATED_SET_UPDATE", "The packages of a related set must be updated together."
    ),
    ErrorCode.InstallOptionalPackageRequiresMainPackageFullTrustCapability: WindowsCode(
        "ERROR_INSTALL_OPTIONAL_PACKAGE_REQUIRES_MAIN_PACKAGE_FULLTRUST_CAPABILITY",
        "The optional package runs with full trust, which its main package does not ask for.",
    ),
    ErrorCode.DeploymentBlockedByUserLogOff: WindowsCode(
        "ERROR_DEPLOYMENT_BLOCKED_BY_USER_LOG_OFF", "The user signed out before the change ended."
    ),
    ErrorCode.ProvisionOptionalPackageRequiresMainPackageProvisioned: WindowsCode(
        "ERROR_PROVISION_OPTIONAL_PACKAGE_REQUIRES_MAIN_PACKAGE_PROVISIONED",
        "The main package must be provisioned before its optional package.",
    ),
    ErrorCode.PackagesReputationCheckFailed: WindowsCode(
        "ERROR_PACKAGES_REPUTATION_CHECK_FAILED", "The check of the package's reputation refused it."
    ),
    ErrorCode.PackagesReputationCheckTimedOut: WindowsCode(
        "ERROR_PACKAGES_REPUTATION_CHECK_TIMEDOUT", "The check of the package's reputation did not answer in time."
    ),
    ErrorCode.DeploymentOptionNotSupported: WindowsCode(
        "ERROR_DEPLOYMENT_OPTION_NOT_SUPPORTED", "The deployment option is not supported here."
    ),
    ErrorCode.AppInstallerActivationBlocked: WindowsCode(
        "ERROR_APPINSTALLER_ACTIVATION_BLOCKED", "The application must be updated before it may start."
    ),
    ErrorCode.RegistrationFromRemoteDriveNotSupported: WindowsCode(
        "ERROR_REGISTRATION_FROM_REMOTE_DRIVE_NOT_SUPPORTED",
        "A package cannot be registered from a network drive; use its UNC path.",
    ),
    ErrorCode.AppxRawDataWriteFailed: WindowsCode(
        "ERROR_APPX_RAW_DATA_WRITE_FAILED", "A file of the package could not be written."
    ),
    ErrorCode.DeploymentBlockedByVolumePolicyPackage: WindowsCode(
        "ERROR_DEPLOYMENT_BLOCKED_BY_VOLUME_POLICY_PACKAGE", "A policy allows this package on the system volume only."
    ),
    ErrorCode.DeploymentBlockedByVolumePolicyMachine: WindowsCode(
        "ERROR_DEPLOYMENT_BLOCKED_BY_VOLUME_POLICY_MACHINE", "A policy allows packages on the system volume only."
    ),
    ErrorCode.DeploymentBlockedByProfilePolicy: WindowsCode(
        "ERROR_DEPLOYMENT_BLOCKED_BY_PROFILE_POLICY", "A policy forbids packages for users with this kind of profile."
    ),
    ErrorCode.DeploymentFailedConflictingMutablePackageDirectory: WindowsCode(
        "ERROR_DEPLOYMENT_FAILED_CONFLICTING_MUTABLE_PACKAGE_DIRECTORY",
        "The folder for the package's changeable files exists already.",
    ),
    ErrorCode.SingletonResourceInstalledInActiveUser: WindowsCode(
        "ERROR_SINGLETON_RESOURCE_INSTALLED_IN_ACTIVE_USER",
        "Another signed-in user has a resource of the package that may exist only once.",
    ),
    ErrorCode.DifferentVersionOfPackagedServiceInstalled: WindowsCode(
        "ERROR_DIFFERENT_VERSION_OF_PACKAGED_SERVICE_INSTALLED",
        "Another version of the package's service is installed.",
    ),
    ErrorCode.ServiceExistsAsNonPackagedService: WindowsCode(
        "ERROR_SERVICE_EXISTS_AS_NON_PACKAGED_SERVICE", "A service of the same name is installed without a package."
    ),
    ErrorCode.PackagedServiceRequiresAdminPrivileges: WindowsCode(
        "ERROR_PACKAGED_SERVICE_REQUIRES_ADMIN_PRIVILEGES",
        "The package has a service, which needs administrator rights.",
    ),
    ErrorCode.RedirectionToDefaultAccountNotAllowed: WindowsCode(
        "ERROR_REDIRECTION_TO_DEFAULT_ACCOUNT_NOT_ALLOWED", "The change cannot be made for the default account."
    ),
    ErrorCode.PackageLacksCapabilityToDeployOnHost: WindowsCode(
        "ERROR_PACKAGE_LACKS_CAPABILITY_TO_DEPLOY_ON_HOST",
        "The package does not declare the capability that this machine requires.",
    ),
    ErrorCode.UnsignedPackageInvalidContent: WindowsCode(
        "ERROR_UNSIGNED_PACKAGE_INVALID_CONTENT", "The unsigned package has content that only a signed one may have."
    ),
    ErrorCode.UnsignedPackageInvalidPublisherNamespace: WindowsCode(
        "ERROR_UNSIGNED_PACKAGE_INVALID_PUBLISHER_NAMESPACE",
        "The publisher of the unsigned package does not end as that of an unsigned package must.",
    ),
    ErrorCode.SignedPackageInvalidPublisherNamespace: WindowsCode(
        "ERROR_SIGNED_PACKAGE_INVALID_PUBLISHER_NAMESPACE",
        "The package is signed, and its publisher ends as that of an unsigned package.",
    ),
    ErrorCode.PackageExternalLocationNotAllowed: WindowsCode(
        "ERROR_PACKAGE_EXTERNAL_LOCATION_NOT_ALLOWED",
        "The manifest of the package does not allow an external location.",
    ),
    ErrorCode.InstallFullTrustHostRuntimeRequiresMainPackageFullTrustCapability: WindowsCode(
        "ERROR_INSTALL_FULLTRUST_HOSTRUNTIME_REQUIRES_MAIN_PACKAGE_FULLTRUST_CAPABILITY",
        "The host runtime runs with full trust, which the package does not ask for.",
    ),
    ErrorCode.PackageLacksCapabilityForMandatoryStartupTasks: WindowsCode(
        "ERROR_PACKAGE_LACKS_CAPABILITY_FOR_MANDATORY_STARTUPTASKS",
        "The package does not declare the capability for its mandatory startup tasks.",
    ),
    ErrorCode.InstallResolveHostRuntimeDependencyFailed: WindowsCode(
        "ERROR_INSTALL_RESOLVE_HOSTRUNTIME_DEPENDENCY_FAILED",
        "The host runtime that the package depends on is missing or does not fit.",
    ),
    ErrorCode.MachineScopeNotAllowed: WindowsCode(
        "ERROR_MACHINE_SCOPE_NOT_ALLOWED", "The package may not be installed for all users of the machine."
    ),
    ErrorCode.ClassicCompatModeNotAllowed: WindowsCode(
        "ERROR_CLASSIC_COMPAT_MODE_NOT_ALLOWED", "The package may not run in the classic compatibility mode."
    ),
    ErrorCode.StageFromUpdateAgentPackageNotApplicable: WindowsCode(
        "ERROR_STAGEFROMUPDATEAGENT_PACKAGE_NOT_APPLICABLE",
        "The package of the update service does not fit this machine.",
    ),
    ErrorCode.PackageNotRegisteredForUser: WindowsCode(
        "ERROR_PACKAGE_NOT_REGISTERED_FOR_USER", "The package is not registered for the user."
    ),
    ErrorCode.PackageNameMismatch: WindowsCode(
        "ERROR_PACKAGE_NAME_MISMATCH", "The package is not the one that the .appinstaller file names."
    ),
    ErrorCode.AppInstallerUriInUse: WindowsCode(
        "ERROR_APPINSTALLER_URI_IN_USE", "Another package is updated from this .appinstaller file."
    ),
    ErrorCode.AppInstallerIsManagedBySystem: WindowsCode(
        "ERROR_APPINSTALLER_IS_MANAGED_BY_SYSTEM", "The .appinstaller file of this package is managed by the system."
    ),
    ErrorCode.ServiceBlockedBySysprepInProgress: WindowsCode(
        "ERROR_SERVICE_BLOCKED_BY_SYSPREP_IN_PROGRESS", "Packages cannot be changed while Sysprep runs."
    ),
    ErrorCode.UnsupportedArm32PackageRequiresRemediation: WindowsCode(
        "ERROR_UNSUPPORTED_ARM32_PACKAGE_REQUIRES_REMEDIAITON",
        "This Windows does not run 32-bit Arm packages any more.",
    ),
    ErrorCode.UupProductNotApplicable: WindowsCode(
        "ERROR_UUP_PRODUCT_NOT_APPLICABLE", "The update service has no such product for this machine."
    ),
    ErrorCode.BlockedByPendingPackageRemoval: WindowsCode(
        "ERROR_BLOCKED_BY_PENDING_PACKAGE_REMOVAL", "The package waits for its removal."
    ),
    ErrorCode.AppxPackagingInternal: WindowsCode(
        "APPX_E_PACKAGING_INTERNAL", "The packaging of Windows failed by itself."
    ),
    ErrorCode.AppxInterleavingNotAllowed: WindowsCode(
        "APPX_E_INTERLEAVING_NOT_ALLOWED", "The package has a part in interleaved pieces."
    ),
    ErrorCode.AppxRelationshipsNotAllowed: WindowsCode(
        "APPX_E_RELATIONSHIPS_NOT_ALLOWED", "The package has parts for OPC relationships."
    ),
    ErrorCode.AppxMissingRequiredFile: WindowsCode(
        "APPX_E_MISSING_REQUIRED_FILE", "The package lacks a part that every package has."
    ),
    ErrorCode.AppxInvalidManifest: WindowsCode("APPX_E_INVALID_MANIFEST", "The manifest of the package is not valid."),
    ErrorCode.AppxInvalidBlockMap: WindowsCode("APPX_E_INVALID_BLOCKMAP", "The block map of the package is not valid."),
    ErrorCode.AppxCorruptContent: WindowsCode("APPX_E_CORRUPT_CONTENT", "The content of the package is damaged."),
    ErrorCode.AppxBlockHashInvalid: WindowsCode(
        "APPX_E_BLOCK_HASH_INVALID", "A block of the package differs from its hash in the block map."
    ),
    ErrorCode.AppxRequestedRangeTooLarge: WindowsCode(
        "APPX_E_REQUESTED_RANGE_TOO_LARGE", "A range was requested that is larger than the package."
    ),
    ErrorCode.AppxInvalidSipClientData: WindowsCode(
        "APPX_E_INVALID_SIP_CLIENT_DATA", "The data for signing the package are not valid."
    ),
    ErrorCode.AppxInvalidKeyInfo: WindowsCode(
        "APPX_E_INVALID_KEY_INFO", "The package is encrypted, and its key is not known."
    ),
    ErrorCode.AppxInvalidContentGroupMap: WindowsCode(
        "APPX_E_INVALID_CONTENTGROUPMAP", "The map of content groups of the package is not valid."
    ),
    ErrorCode.AppxInvalidAppInstaller: WindowsCode(
        "APPX_E_INVALID_APPINSTALLER", "The .appinstaller file is not valid."
    ),
    ErrorCode.AppxDeltaBaselineVersionMismatch: WindowsCode(
        "APPX_E_DELTA_BASELINE_VERSION_MISMATCH", "The delta package is for another version."
    ),
    ErrorCode.AppxDeltaPackageMissingFile: WindowsCode(
        "APPX_E_DELTA_PACKAGE_MISSING_FILE", "A file that the delta package builds on is missing."
    ),
    ErrorCode.AppxInvalidDeltaPackage: WindowsCode("APPX_E_INVALID_DELTA_PACKAGE", "The delta package is not valid."),
    ErrorCode.AppxDeltaAppendedPackageNotAllowed: WindowsCode(
        "APPX_E_DELTA_APPENDED_PACKAGE_NOT_ALLOWED", "A delta package may not be appended here."
    ),
    ErrorCode.AppxInvalidPackagingLayout: WindowsCode(
        "APPX_E_INVALID_PACKAGING_LAYOUT", "The packaging layout is not valid."
    ),
    ErrorCode.AppxInvalidPackageSignConfig: WindowsCode(
        "APPX_E_INVALID_PACKAGESIGNCONFIG", "The configuration for signing packages is not valid."
    ),
    ErrorCode.AppxResourcesPriNotAllowed: WindowsCode(
        "APPX_E_RESOURCESPRI_NOT_ALLOWED", "The package may not contain a resources.pri."
    ),
    ErrorCode.AppxFileCompressionMismatch: WindowsCode(
        "APPX_E_FILE_COMPRESSION_MISMATCH",
        "A part is compressed that must be stored, or stored that must be compressed.",
    ),
    ErrorCode.AppxInvalidPayloadPackageExtension: WindowsCode(
        "APPX_E_INVALID_PAYLOAD_PACKAGE_EXTENSION", "A package in the bundle does not end in .appx or .msix."
    ),
    ErrorCode.AppxInvalidEncryptionExclusionFileList: WindowsCode(
        "APPX_E_INVALID_ENCRYPTION_EXCLUSION_FILE_LIST", "The list of files without encryption is not valid."
    ),
    ErrorCode.AppxInvalidPackageFolderAcls: WindowsCode(
        "APPX_E_INVALID_PACKAGE_FOLDER_ACLS", "The access rights of the package's folder are not valid."
    ),
    ErrorCode.AppxInvalidPublisherBridging: WindowsCode(
        "APPX_E_INVALID_PUBLISHER_BRIDGING", "The record of the publisher's earlier name is not valid."
    ),
    ErrorCode.AppxDigestMismatch: WindowsCode(
        "APPX_E_DIGEST_MISMATCH", "The package is not the one that was expected: its digest differs."
    ),
    ErrorCode.OpcZipIncorrectDataSize: WindowsCode(
        "OPC_E_ZIP_INCORRECT_DATA_SIZE", "A part of the zip has another size than it says."
    ),
    ErrorCode.OpcZipCorruptedArchive: WindowsCode("OPC_E_ZIP_CORRUPTED_ARCHIVE", "The zip is damaged."),
    ErrorCode.OpcZipCompressionFailed: WindowsCode("OPC_E_ZIP_COMPRESSION_FAILED", "Compressing failed."),
    ErrorCode.OpcZipDecompressionFailed: WindowsCode(
        "OPC_E_ZIP_DECOMPRESSION_FAILED", "The compressed data of a part are damaged."
    ),
    ErrorCode.OpcZipInconsistentFileItem: WindowsCode(
        "OPC_E_ZIP_INCONSISTENT_FILEITEM", "The two records of a part differ."
    ),
    ErrorCode.OpcZipInconsistentDirectory: WindowsCode(
        "OPC_E_ZIP_INCONSISTENT_DIRECTORY", "The directory of the zip contradicts itself."
    ),
    ErrorCode.OpcZipMissingDataDescriptor: WindowsCode(
        "OPC_E_ZIP_MISSING_DATA_DESCRIPTOR", "The data of a part are not followed by their descriptor."
    ),
    ErrorCode.OpcZipUnsupportedArchive: WindowsCode(
        "OPC_E_ZIP_UNSUPPORTEDARCHIVE", "The zip uses a feature that packages may not have."
    ),
    ErrorCode.OpcZipCentralDirectoryTooLarge: WindowsCode(
        "OPC_E_ZIP_CENTRAL_DIRECTORY_TOO_LARGE", "The directory of the zip is too large."
    ),
    ErrorCode.OpcZipNameTooLarge: WindowsCode("OPC_E_ZIP_NAME_TOO_LARGE", "A name in the zip is too long."),
    ErrorCode.OpcZipDuplicateName: WindowsCode("OPC_E_ZIP_DUPLICATE_NAME", "The zip has a name twice."),
    ErrorCode.OpcZipCommentTooLarge: WindowsCode("OPC_E_ZIP_COMMENT_TOO_LARGE", "A comment in the zip is too long."),
    ErrorCode.OpcZipExtraFieldsTooLarge: WindowsCode(
        "OPC_E_ZIP_EXTRA_FIELDS_TOO_LARGE", "The extra fields of a part are too long."
    ),
    ErrorCode.OpcZipFileHeaderTooLarge: WindowsCode(
        "OPC_E_ZIP_FILE_HEADER_TOO_LARGE", "The record of a part is too long."
    ),
    ErrorCode.MsixNotAPackage: WindowsCode(
        "OPC_E_ZIP_MISSING_END_OF_CENTRAL_DIRECTORY", "The file does not end as a zip does."
    ),
    ErrorCode.OpcZipRequires64Bit: WindowsCode("OPC_E_ZIP_REQUIRES_64_BIT", "The zip needs sizes of 64 bits."),
    ErrorCode.TrustSubjectNotTrusted: WindowsCode("TRUST_E_SUBJECT_NOT_TRUSTED", "The signer is not trusted for this."),
    ErrorCode.TrustNoSignature: WindowsCode("TRUST_E_NOSIGNATURE", "The package is not signed."),
    ErrorCode.CertExpired: WindowsCode("CERT_E_EXPIRED", "A certificate has expired, or is not valid yet."),
    ErrorCode.CertUntrustedRoot: WindowsCode(
        "CERT_E_UNTRUSTEDROOT", "The certificates end in a root that the machine does not trust."
    ),
    ErrorCode.CertChaining: WindowsCode("CERT_E_CHAINING", "The certificates lead to no root that the machine trusts."),
    ErrorCode.CertRevoked: WindowsCode("CERT_E_REVOKED", "The issuer revoked a certificate."),
    ErrorCode.CertWrongUsage: WindowsCode("CERT_E_WRONG_USAGE", "The certificate is not for signing code."),
    ErrorCode.TrustBadDigest: WindowsCode("TRUST_E_BAD_DIGEST", "The signature does not fit the content."),
    ErrorCode.BadFormat: WindowsCode(
        "ERROR_BAD_FORMAT",
        "The signature does not belong to this package: its signer is not the publisher, or it is not the last part.",
    ),
    ErrorCode.Cancelled: WindowsCode("ERROR_CANCELLED", "The operation was cancelled."),
    ErrorCode.NotFound: WindowsCode("ERROR_NOT_FOUND", "There is no such element."),
    ErrorCode.NotImplemented: WindowsCode("E_NOTIMPL", "This is not supported."),
    ErrorCode.IllegalMethodCall: WindowsCode("E_ILLEGAL_METHOD_CALL", "The method cannot be called in this state."),
    ErrorCode.DependencyNotResolved: WindowsCode(
        "STATEREPOSITORY_E_DEPENDENCY_NOT_RESOLVED", "No installed package fits the dependency."
    ),
}
