"""Every WinRT type and member that this room names, and since which build of Windows it is there.

The seed names another API (003); where its words differ from what Windows ships is said here, once:

| seed | Windows.Management.Deployment |
|---|---|
| RemovePackageOptions, three switches | RemovalOptions, flags |
| RemovePackageOptions.OkIfNotFound | none: 0x80073CF1 is made a success by `deployment` |
| ProvisionPackageOptions | PackageAllUserProvisioningOptions |
| PackageVolume.VerifyIfOK, Repair | functions of appxdeploymentclient.dll |
| PackageDeploymentProgress.percentage (0.0 to 1.0) | DeploymentProgress.percentage (0 to 100) |
| IsPackageRegistrationPending | a function of appxdeploymentclient.dll |
| EnsurePackageIsReady…, sets | none: `deployment` makes them of the primitives |
| ms-uup: | none: the Windows App SDK (`app_sdk`) |
| Repair | registering again |
| Reset | the command Reset-AppxPackage |
"""

from __future__ import annotations

DEPLOYMENT = "Windows.Management.Deployment"
STORE = "Windows.ApplicationModel.Store.Preview.InstallControl"

PACKAGE = "Windows.ApplicationModel.Package"
MANAGER = f"{DEPLOYMENT}.PackageManager"
VOLUME = f"{DEPLOYMENT}.PackageVolume"
USER = f"{DEPLOYMENT}.PackageUserInformation"
RESULT = f"{DEPLOYMENT}.DeploymentResult"
PROGRESS = f"{DEPLOYMENT}.DeploymentProgress"
DEPLOYMENT_OPTIONS = f"{DEPLOYMENT}.DeploymentOptions"
APP_INSTALLER_OPTIONS = f"{DEPLOYMENT}.AddPackageByAppInstallerOptions"
REMOVAL_OPTIONS = f"{DEPLOYMENT}.RemovalOptions"
PACKAGE_TYPES = f"{DEPLOYMENT}.PackageTypes"
STUB_PACKAGE_OPTION = f"{DEPLOYMENT}.StubPackageOption"
ADD_OPTIONS = f"{DEPLOYMENT}.AddPackageOptions"
STAGE_OPTIONS = f"{DEPLOYMENT}.StagePackageOptions"
REGISTER_OPTIONS = f"{DEPLOYMENT}.RegisterPackageOptions"
PROVISIONING_OPTIONS = f"{DEPLOYMENT}.PackageAllUserProvisioningOptions"

INSTALL_MANAGER = f"{STORE}.AppInstallManager"
INSTALL_OPTIONS = f"{STORE}.AppInstallOptions"
UPDATE_OPTIONS = f"{STORE}.AppUpdateOptions"
INSTALL_ITEM = f"{STORE}.AppInstallItem"
ENTITLEMENT = f"{STORE}.GetEntitlementResult"
TOASTS = f"{STORE}.AppInstallationToastNotificationMode"

BUILD_OF_OPTIONS = 19041
"""Windows 10 2004: AddPackageByUriAsync and the classes of options; before it, DeploymentOptions."""
BUILD_OF_RESET = 20175
BUILD_OF_PROVISIONING_OPTIONS = 22000
BUILD_OF_DIGESTS = 22621

REMOVAL = {
    "preserve_roamable_application_data": 128,
    "preserve_application_data": 4096,
    "remove_for_all_users": 524288,
}
"""RemovalOptions, by the names of RemovePackageOptions."""

OLDER = {
    "force_app_shutdown": 1,
    "developer_mode": 2,
    "install_all_resources": 32,
    "force_target_app_shutdown": 64,
    "required_content_group_only": 256,
    "force_update_from_any_version": 262144,
    "retain_files_on_failure": 2097152,
    "stage_in_place": 4194304,
}
"""DeploymentOptions, by the names of our options."""

APP_INSTALLER = {
    "install_all_resources": 32,
    "force_target_app_shutdown": 64,
    "required_content_group_only": 256,
    "limit_to_existing_packages": 512,
}
"""AddPackageByAppInstallerOptions, likewise."""

MEMBERS = {
    MANAGER: (
        "FindPackagesForUserWithPackageTypes",
        "FindPackagesWithPackageTypes",
        "FindPackageForUser",
        "FindPackage",
        "FindProvisionedPackages",
        "FindUsers",
        "FindPackageVolume",
        "FindPackageVolumes",
        "AddPackageByUriAsync",
        "AddPackageAsync",
        "AddPackageByAppInstallerFileAsync",
        "StagePackageByUriAsync",
        "StagePackageAsync",
        "RegisterPackageByUriAsync",
        "RegisterPackageAsync",
        "RegisterPackageByFamilyNameAsync",
        "RegisterPackagesByFullNameAsync",
        "RegisterPackageByFullNameAsync",
        "RemovePackageAsync",
        "ProvisionPackageForAllUsersAsync",
        "DeprovisionPackageForAllUsersAsync",
    ),
    RESULT: ("ErrorText", "ExtendedErrorCode", "ActivityId", "IsRegistered"),
    PROGRESS: ("state", "percentage"),
    PROVISIONING_OPTIONS: ("OptionalPackageFamilyNames", "ProjectionOrderPackageFamilyNames"),
    USER: ("UserSecurityId", "InstallState"),
    VOLUME: (
        "Name",
        "MountPoint",
        "PackageStorePath",
        "IsOffline",
        "IsSystemVolume",
        "IsAppxInstallSupported",
        "IsFullTrustPackageSupported",
        "SupportsHardLinks",
    ),
    PACKAGE: (
        "Id",
        "DisplayName",
        "PublisherDisplayName",
        "InstalledPath",
        "InstalledLocation",
        "IsFramework",
        "IsBundle",
        "IsResourcePackage",
        "IsOptional",
        "IsStub",
        "IsDevelopmentMode",
        "SignatureKind",
        "Status",
        "Dependencies",
    ),
    "Windows.ApplicationModel.PackageId": (
        "FullName",
        "FamilyName",
        "Publisher",
        "Version",
        "Architecture",
        "ResourceId",
    ),
    "Windows.ApplicationModel.PackageVersion": ("Major", "Minor", "Build", "Revision"),
    "Windows.ApplicationModel.PackageStatus": (
        "LicenseIssue",
        "Modified",
        "Tampered",
        "Disabled",
        "PackageOffline",
        "DataOffline",
        "DependencyIssue",
        "Servicing",
    ),
    "Windows.Storage.StorageFolder": ("Path",),
    "Windows.Foundation.IAsyncInfo": ("Status", "ErrorCode", "Cancel"),
    INSTALL_MANAGER: (
        "GetFreeUserEntitlementAsync",
        "GetFreeDeviceEntitlementAsync",
        "StartProductInstallAsync",
        "SearchForUpdatesAsync",
        "SearchForAllUpdatesAsync",
        "Cancel",
        "Restart",
    ),
    INSTALL_OPTIONS: (
        "AllowForcedAppRestart",
        "InstallInProgressToastNotificationMode",
        "CompletedInstallToastNotificationMode",
        "InstallForAllUsers",
        "Repair",
    ),
    UPDATE_OPTIONS: ("AllowForcedAppRestart", "AutomaticallyDownloadAndInstallUpdateIfFound"),
    INSTALL_ITEM: (
        "ProductId",
        "PackageFamilyName",
        "GetCurrentStatus",
        "Cancel",
        "InstallInProgressToastNotificationMode",
        "CompletedInstallToastNotificationMode",
    ),
    f"{STORE}.AppInstallStatus": (
        "InstallState",
        "PercentComplete",
        "BytesDownloaded",
        "DownloadSizeInBytes",
        "ErrorCode",
    ),
    ENTITLEMENT: ("Status",),
}
"""The members that are called, by their types; those of the classes of options are the fields of ours."""
