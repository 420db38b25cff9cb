"""What a manifest says of an installer, field by field. Names on the wire are the manifest's own keys."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from wingetpy.model.architecture import Architecture
from wingetpy.model.technology import InstallerType, ReturnResponse, traits_of

Label = Annotated[str, msgspec.Meta(extra={"normalized": True})]
"""Text that is searched and compared: kept in Unicode's NFKC form and cut at both ends."""

Argument = Annotated[str, msgspec.Meta(extra={"member": "UnsupportedArgument"})]
"""A text, which the seed also writes as the only member of a mapping: `- UnsupportedArgument: log`."""

InstallerScope = Literal["user", "machine"]
SupportedMode = Literal["interactive", "silent", "silentWithProgress"]
UpgradeBehavior = Literal["install", "uninstallPrevious", "deny"]
RepairBehavior = Literal["modify", "uninstaller", "installer"]
ElevationRequirement = Literal["elevationRequired", "elevationProhibited", "elevatesSelf"]
FileType = Literal["launch", "uninstall", "other"]
AuthenticationType = Literal["none", "microsoftEntraId", "microsoftEntraIdForAzureBlobStorage"]


class NestedInstallerFile(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """An installer within an archive."""

    relative_file_path: str
    portable_command_alias: str | None = None


class InstallerSwitches(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """What is written behind the installer's name. None is not given; "" is given, and is nothing."""

    silent: str | None = None
    silent_with_progress: str | None = None
    interactive: str | None = None
    install_location: str | None = None
    log: str | None = None
    upgrade: str | None = None
    custom: str | None = None
    repair: str | None = None
    language: str | None = None
    """Of the preview; nothing passes it on."""


class ExpectedReturnCode(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """What an exit code of the installer means. Codes are unsigned 32-bit numbers."""

    installer_return_code: int
    return_response: ReturnResponse
    return_response_url: str | None = None


class PackageDependency(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    package_identifier: Label
    minimum_version: Label | None = None


class Dependencies(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    windows_features: tuple[str, ...] = ()
    windows_libraries: tuple[str, ...] = ()
    package_dependencies: tuple[PackageDependency, ...] = ()
    external_dependencies: tuple[str, ...] = ()


class Markets(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """Two-letter codes of regions. A market in both lists is excluded."""

    allowed_markets: tuple[str, ...] = ()
    excluded_markets: tuple[str, ...] = ()


class AppsAndFeaturesEntry(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """What the installed program writes into the registry's list of programs, where it differs from the manifest."""

    display_name: Label | None = None
    publisher: Label | None = None
    display_version: Label | None = None
    product_code: Label | None = None
    upgrade_code: Label | None = None
    installer_type: InstallerType | None = None


class InstalledFile(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    relative_file_path: str
    file_sha256: str | None = msgspec.field(default=None, name="FileSha256")
    file_type: FileType = "other"
    invocation_parameter: str | None = None
    display_name: str | None = None


class InstallationMetadata(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    default_install_location: str | None = None
    files: tuple[InstalledFile, ...] = ()


class EntraAuthentication(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    resource: str | None = None
    scope: str | None = None


class Authentication(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    authentication_type: AuthenticationType
    microsoft_entra_id_authentication_info: EntraAuthentication | None = None


class PowerShellResource(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    name: str | None = None


class PowerShellModule(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    repository_url: str
    module_name: str
    resources: tuple[PowerShellResource, ...] = ()


class DscResource(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    type: str | None = None


class DscResources(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    resources: tuple[DscResource, ...] = ()


class DesiredStateConfiguration(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    power_shell: tuple[PowerShellModule, ...] = ()
    dsc_v3: DscResources | None = msgspec.field(default=None, name="DSCv3")


class Installer(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """One installer, complete: what the manifest's root gives to all of them is in it.

    Attributes:
        installer_type: What is downloaded; what is run is `effective_type`.
        installer_switches: The installer's own, then the root's, then those that are usual for its technology.
        defaulted_switches: Keys of the switches that come from the technology.
        expected_return_codes: As the manifest gives them; `defaults.response_to` knows the usual ones, too.
        release_date: As written, `2024-07-01`.
    """

    architecture: Architecture
    installer_type: InstallerType
    installer_url: str = ""
    installer_sha256: str = msgspec.field(default="", name="InstallerSha256")
    signature_sha256: str | None = msgspec.field(default=None, name="SignatureSha256")
    product_id: str | None = None
    """The Store's own id; only of the type msstore, which has no URL."""
    nested_installer_type: InstallerType | None = None
    nested_installer_files: tuple[NestedInstallerFile, ...] = ()
    scope: InstallerScope | None = None
    installer_locale: str | None = None
    platform: tuple[str, ...] = ()
    minimum_os_version: str | None = msgspec.field(default=None, name="MinimumOSVersion")
    install_modes: tuple[SupportedMode, ...] = ()
    installer_switches: InstallerSwitches = InstallerSwitches()
    defaulted_switches: tuple[str, ...] = ()
    installer_success_codes: tuple[int, ...] = ()
    expected_return_codes: tuple[ExpectedReturnCode, ...] = ()
    upgrade_behavior: UpgradeBehavior = "install"
    repair_behavior: RepairBehavior | None = None
    commands: tuple[Label, ...] = ()
    protocols: tuple[str, ...] = ()
    file_extensions: tuple[str, ...] = ()
    dependencies: Dependencies = Dependencies()
    package_family_name: Label | None = None
    product_code: Label | None = None
    capabilities: tuple[str, ...] = ()
    restricted_capabilities: tuple[str, ...] = ()
    markets: Markets = Markets()
    installer_aborts_terminal: bool = False
    install_location_required: bool = False
    require_explicit_upgrade: bool = False
    display_install_warnings: bool = False
    download_command_prohibited: bool = False
    archive_binaries_depend_on_path: bool = False
    release_date: str | None = None
    elevation_requirement: ElevationRequirement | None = None
    unsupported_os_architectures: tuple[Architecture, ...] = msgspec.field(
        default=(), name="UnsupportedOSArchitectures"
    )
    unsupported_arguments: tuple[Argument, ...] = ()
    apps_and_features_entries: tuple[AppsAndFeaturesEntry, ...] = ()
    installation_metadata: InstallationMetadata = InstallationMetadata()
    authentication: Authentication | None = None
    desired_state_configuration: DesiredStateConfiguration | None = None

    @property
    def is_archive(self) -> bool:
        return self.installer_type == "zip"

    @property
    def effective_type(self) -> InstallerType:
        """What is run in the end: of an archive, the type of what is in it."""
        return (self.nested_installer_type or "unknown") if self.is_archive else self.installer_type

    def takes(self, argument: Argument) -> bool:
        """Whether the installer takes `log` or `location`; its manifest may say that it does not."""
        return argument not in {one.strip().lower() for one in self.unsupported_arguments}

    @property
    def ignores_scope(self) -> bool:
        """Whether it installs in the scope that the caller wants, whatever the manifest's scope."""
        return traits_of(self.effective_type).ignores_scope

    @property
    def writes_entries(self) -> bool:
        """Whether it leaves an Apps & Features entry."""
        return traits_of(self.effective_type).writes_entries

    @property
    def uses_family_name(self) -> bool:
        return traits_of(self.effective_type).uses_family_name
