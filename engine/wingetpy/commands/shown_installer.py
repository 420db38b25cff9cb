"""An installer as `package/show` shows it: all that the manifest says of it, and how it fares in the choice."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from wingetpy.errors.secrets import without_secrets
from wingetpy.installers.switches import declared_switches
from wingetpy.installers.technology import Switch
from wingetpy.manifests.installer import (
    AppsAndFeaturesEntry,
    Authentication,
    Dependencies,
    DesiredStateConfiguration,
    InstallationMetadata,
    Installer,
    Markets,
    NestedInstallerFile,
)
from wingetpy.selection.choose import Choice

Fit = Literal["Chosen", "Fits", "Rejected"]


class ShownDependency(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What an installer needs. `minimum_version` is known of packages only."""

    kind: Literal["Package", "WindowsFeature", "WindowsLibrary", "External"]
    id: str
    minimum_version: str = ""


class ShownReturnCode(msgspec.Struct, frozen=True, rename="pascal"):
    """What an exit code of the installer means."""

    code: int
    response: str
    url: str = ""


class ShownInstaller(msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True):
    """One installer, with what it inherits. What the manifest does not say is empty or left out: it may have hundreds.

    Attributes:
        fit: `Chosen`; `Fits`, where another one fits better; or `Rejected`.
        reasons: Why it was chosen, outranked or rejected; each completes "it ...".
    """

    fit: Fit
    reasons: tuple[str, ...]
    architecture: str
    installer_type: str
    nested_installer_type: str
    nested_installer_files: tuple[NestedInstallerFile, ...] = ()
    scope: str
    locale: str
    url: str
    sha256: str = msgspec.field(name="Sha256")
    release_date: str
    signature_sha256: str = msgspec.field(default="", name="SignatureSha256")
    product_id: str = ""
    platform: tuple[str, ...] = ()
    minimum_os_version: str = msgspec.field(default="", name="MinimumOSVersion")
    install_modes: tuple[str, ...] = ()
    switches: tuple[Switch, ...] = ()
    success_codes: tuple[int, ...] = ()
    expected_return_codes: tuple[ShownReturnCode, ...] = ()
    upgrade_behavior: str = ""
    repair_behavior: str = ""
    commands: tuple[str, ...] = ()
    protocols: tuple[str, ...] = ()
    file_extensions: tuple[str, ...] = ()
    dependencies: tuple[ShownDependency, ...] = ()
    package_family_name: str = ""
    product_code: str = ""
    capabilities: tuple[str, ...] = ()
    restricted_capabilities: tuple[str, ...] = ()
    markets: Markets = Markets()
    installer_aborts_terminal: bool = False
    install_location_required: bool = False
    require_explicit_upgrade: bool = False
    display_install_warnings: bool = False
    download_command_prohibited: bool = False
    archive_binaries_depend_on_path: bool = False
    elevation_requirement: str = ""
    unsupported_os_architectures: tuple[str, ...] = msgspec.field(default=(), name="UnsupportedOSArchitectures")
    unsupported_arguments: tuple[str, ...] = ()
    apps_and_features_entries: tuple[AppsAndFeaturesEntry, ...] = ()
    installation_metadata: InstallationMetadata = InstallationMetadata()
    authentication: Authentication | None = None
    desired_state_configuration: DesiredStateConfiguration | None = None


def shown_installers(installers: Iterable[Installer], choice: Choice) -> list[ShownInstaller]:
    """Return all installers of a manifest, the chosen one first, the others in the manifest's order."""
    outranked = {one.index: one.reasons for one in choice.outranked}
    rejected = {one.index: one.reasons for one in choice.rejected}
    shown: list[ShownInstaller] = []
    for index, installer in enumerate(installers):
        if index == choice.index:
            shown.insert(0, _shown(installer, "Chosen", choice.why))
        elif index in outranked:
            shown.append(_shown(installer, "Fits", outranked[index]))
        else:
            shown.append(_shown(installer, "Rejected", rejected.get(index, ())))
    return shown


def shown_dependencies(needed: Dependencies) -> tuple[ShownDependency, ...]:
    """Return what is needed, of all kinds."""
    return (
        *(ShownDependency(kind="WindowsFeature", id=one) for one in needed.windows_features),
        *(ShownDependency(kind="WindowsLibrary", id=one) for one in needed.windows_libraries),
        *(
            ShownDependency(kind="Package", id=one.package_identifier, minimum_version=one.minimum_version or "")
            for one in needed.package_dependencies
        ),
        *(ShownDependency(kind="External", id=one) for one in needed.external_dependencies),
    )


def _shown(installer: Installer, fit: Fit, reasons: tuple[str, ...]) -> ShownInstaller:
    return ShownInstaller(
        fit=fit,
        reasons=reasons,
        architecture=installer.architecture,
        installer_type=installer.installer_type,
        nested_installer_type=installer.nested_installer_type or "",
        nested_installer_files=installer.nested_installer_files,
        scope=installer.scope or "",
        locale=installer.installer_locale or "",
        url=without_secrets(installer.installer_url),
        sha256=installer.installer_sha256,
        signature_sha256=installer.signature_sha256 or "",
        product_id=installer.product_id or "",
        release_date=installer.release_date or "",
        platform=installer.platform,
        minimum_os_version=installer.minimum_os_version or "",
        install_modes=installer.install_modes,
        switches=declared_switches(installer),
        success_codes=installer.installer_success_codes,
        expected_return_codes=tuple(
            ShownReturnCode(
                one.installer_return_code, one.return_response, without_secrets(one.return_response_url or "")
            )
            for one in installer.expected_return_codes
        ),
        upgrade_behavior=installer.upgrade_behavior,
        repair_behavior=installer.repair_behavior or "",
        commands=installer.commands,
        protocols=installer.protocols,
        file_extensions=installer.file_extensions,
        dependencies=shown_dependencies(installer.dependencies),
        package_family_name=installer.package_family_name or "",
        product_code=installer.product_code or "",
        capabilities=installer.capabilities,
        restricted_capabilities=installer.restricted_capabilities,
        markets=installer.markets,
        installer_aborts_terminal=installer.installer_aborts_terminal,
        install_location_required=installer.install_location_required,
        require_explicit_upgrade=installer.require_explicit_upgrade,
        display_install_warnings=installer.display_install_warnings,
        download_command_prohibited=installer.download_command_prohibited,
        archive_binaries_depend_on_path=installer.archive_binaries_depend_on_path,
        elevation_requirement=installer.elevation_requirement or "",
        unsupported_os_architectures=installer.unsupported_os_architectures,
        unsupported_arguments=installer.unsupported_arguments,
        apps_and_features_entries=installer.apps_and_features_entries,
        installation_metadata=installer.installation_metadata,
        authentication=installer.authentication,
        desired_state_configuration=installer.desired_state_configuration,
    )
