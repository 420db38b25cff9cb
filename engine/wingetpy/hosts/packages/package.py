"""What is there: packages, their users, volumes. The names are those of Windows.ApplicationModel.Package."""

from __future__ import annotations

from enum import IntEnum, IntFlag, StrEnum

import msgspec


class PackageTypes(IntFlag):
    """Windows.Management.Deployment.PackageTypes."""

    none = 0
    main = 1
    framework = 2
    resource = 4
    bundle = 8
    xap = 16
    optional = 32


class SignatureKind(StrEnum):
    """Who vouches for a package: Windows.ApplicationModel.PackageSignatureKind."""

    none = "None"
    developer = "Developer"
    enterprise = "Enterprise"
    store = "Store"
    system = "System"


class InstallState(IntEnum):
    """What a user has of a package: Windows.Management.Deployment.PackageInstallState."""

    not_installed = 0
    staged = 1
    installed = 2
    paused = 6


class Status(IntFlag):
    """What is wrong with a package, the flags of Windows.ApplicationModel.PackageStatus. 0: nothing."""

    ok = 0
    license_issue = 1
    modified = 2
    tampered = 4
    disabled = 8
    package_offline = 16
    data_offline = 32
    dependency_issue = 64
    servicing = 128

    @property
    def is_ok(self) -> bool:
        """PackageStatus.VerifyIsOK: the package can be used."""
        return not self


class PackageUser(msgspec.Struct, frozen=True, rename="pascal"):
    """A user that has a package. `security_id` is the text of a SID."""

    security_id: str
    state: InstallState = InstallState.installed


class MsixPackage(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """A package on the machine.

    Attributes:
        full_name, family_name: With the manifest's spelling; compared without case.
        display_name, publisher_display_name: For a person; empty where the system does not say.
        publisher: The distinguished name.
        version: Four parts.
        architecture: In lower case, as in the manifest: x86, x64, arm, arm64, x86a64, neutral.
        status: As the caller's user sees it.
        users: Who has it; only the caller where others' may not be seen.
        provisioned: Every new user gets its family.
        dependencies: Full names of the frameworks it uses.
        volume: The name of the volume it lies on.
        data_location: The folder of the caller's application data.
    """

    full_name: str
    family_name: str
    display_name: str = ""
    publisher: str = ""
    publisher_display_name: str = ""
    version: str = ""
    architecture: str = ""
    resource_id: str = ""
    install_location: str | None = None
    data_location: str | None = None
    is_framework: bool = False
    is_bundle: bool = False
    is_resource_package: bool = False
    is_optional: bool = False
    is_stub: bool = False
    is_development_mode: bool = False
    signature_kind: SignatureKind = SignatureKind.none
    status: Status = Status.ok
    users: tuple[PackageUser, ...] = ()
    provisioned: bool = False
    dependencies: tuple[str, ...] = ()
    volume: str = ""

    @property
    def types(self) -> PackageTypes:
        """Which of the kinds that a query asks for it is."""
        if self.is_bundle:
            return PackageTypes.bundle
        if self.is_framework:
            return PackageTypes.framework
        if self.is_resource_package:
            return PackageTypes.resource
        return PackageTypes.optional if self.is_optional else PackageTypes.main


class PackageVolume(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """A volume that packages are installed on; a snapshot. `name` is also its media id."""

    name: str
    mount_point: str
    package_store_path: str
    is_offline: bool = False
    is_system_volume: bool = False
    is_appx_install_supported: bool = True
    is_full_trust_package_supported: bool = True
    supports_hard_links: bool = True
