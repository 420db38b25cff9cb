"""What the package methods answer: the objects that become PowerShell's, member by member (docs/protocol.md)."""

from __future__ import annotations

from typing import Literal

import msgspec

from wingetpy.errors import ErrorReport

Status = Literal[
    "Ok",
    "BlockedByPolicy",
    "CatalogError",
    "InternalError",
    "InvalidOptions",
    "DownloadError",
    "InstallError",
    "UninstallError",
    "RepairError",
    "ManifestError",
    "NoApplicableInstallers",
    "NoApplicableUpgrade",
    "PackageAgreementsNotAccepted",
]


class InstalledPackage(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """One installed package with what the sources know of it.

    `id` is the catalogue's; where no source knows the package it is `local_id`: `ARP\\Machine\\X64\\<key>` or
    `MSIX\\<full name>`.

    Attributes:
        installed_version: In terms of the package's versions; may be a bound, `< 2.0` or `> 2.0`.
        is_version_inferred: Whether it was worked out from the ranges in the manifests, and is not `display_version`.
        display_version: As the machine lists it; `Unknown` if it does not.
        update_state: What an update of all packages would find (`selection.availability.UpdateState`).
        update_reason: Why, as a sentence; empty where the state says all.
        update_version: What an update would install; the newest version where none can be.
        update_error: Why it is not updated with all others.
        pin: The strictest pin on it: `Blocking`, `Gating 1.2.*`; empty without one.
        language: BCP-47.
        install_date: `2024-01-31`.
        size: Bytes, as the installer estimated them; null where it did not.
        uninstall_string, quiet_uninstall_string, modify_path: Command lines, variables expanded.
    """

    id: str
    name: str
    installed_version: str
    is_version_inferred: bool = False
    display_version: str = ""
    available_versions: tuple[str, ...] = ()
    is_update_available: bool = False
    update_state: str = "NotInSources"
    update_reason: str = ""
    update_version: str = ""
    update_error: ErrorReport | None = None
    pin: str = ""
    source: str = ""
    scope: str = ""
    architecture: str = ""
    installer_type: str = ""
    publisher: str = ""
    language: str = ""
    product_code: str = ""
    upgrade_code: str = ""
    package_family_name: str = ""
    install_location: str = ""
    install_date: str = ""
    size: int | None = None
    uninstall_string: str = ""
    quiet_uninstall_string: str = ""
    modify_path: str = ""
    local_id: str = ""


class ShownCheck(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """One thing that was looked at.

    Attributes:
        installer: Of the manifest, as in a plan: `x64 msi, scope machine`.
        type: The reference's InstalledStatusType.
        status: The reference's code, `0x8A150205`; `symbol` is its name.
    """

    installer: str
    type: str
    path: str
    status: str
    symbol: str
    passed: bool


class InstalledStatus(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What was found of one package.

    Attributes:
        status: `Ok`, `NotInstalled`, or the symbol of what is wrong first.
        checked_version: The version whose manifest was compared; empty where no source has the package.
    """

    id: str
    name: str
    installed_version: str
    checked_version: str
    source: str
    scope: str
    product_code: str
    local_id: str
    status: str
    checks: tuple[ShownCheck, ...]


class InstallResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What an install or update did. `installed_version` is the one before, `version` the one after.

    Attributes:
        product_code: Of the entry in Apps & Features; empty where it is unknown, or nothing is installed.
        install_location: Where it was installed; empty where it is unknown.
        log_path: The installer's own log; empty where it wrote none.
        fetched_bytes: What was transferred of a package that was read where it lies; null of a downloaded installer.
        saved_bytes: What of it needed no transfer, because it was there already.
    """

    id: str
    name: str
    source: str
    version: str
    installed_version: str
    status: Status
    changed: bool
    reason: str = ""
    installer_error_code: int = 0
    reboot_required: bool = False
    correlation_data: str = ""
    product_code: str = ""
    install_location: str = ""
    log_path: str = ""
    fetched_bytes: int | None = None
    saved_bytes: int | None = None
    path_added: tuple[str, ...] = ()
    installation_notes: str = ""
    error_code: str = ""
    error: ErrorReport | None = None


class UninstallResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What an uninstall did. `installed_version` is the one before, `log_path` the uninstaller's own log."""

    id: str
    name: str
    source: str
    installed_version: str
    status: Status
    changed: bool
    reason: str = ""
    uninstaller_error_code: int = 0
    reboot_required: bool = False
    correlation_data: str = ""
    log_path: str = ""
    path_removed: tuple[str, ...] = ()
    error_code: str = ""
    error: ErrorReport | None = None


class DownloadResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What a download brought. Paths are on the engine's disk; empty where it failed.

    Attributes:
        path: The installer; `manifest` lies beside it.
        files: Both, and those of the dependencies.
        size: Bytes of the installer.
    """

    id: str
    name: str
    source: str
    version: str
    status: Status
    path: str = ""
    manifest: str = ""
    files: tuple[str, ...] = ()
    size: int | None = None
    sha256: str = msgspec.field(default="", name="Sha256")
    architecture: str = ""
    installer_type: str = ""
    scope: str = ""
    locale: str = ""
    correlation_data: str = ""
    error_code: str = ""
    error: ErrorReport | None = None


class RepairResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What a repair did. `product_code`, `install_location` and `log_path` as of an install."""

    id: str
    name: str
    source: str
    installed_version: str
    status: Status
    changed: bool
    reason: str = ""
    repair_error_code: int = 0
    reboot_required: bool = False
    correlation_data: str = ""
    product_code: str = ""
    install_location: str = ""
    log_path: str = ""
    error_code: str = ""
    error: ErrorReport | None = None
