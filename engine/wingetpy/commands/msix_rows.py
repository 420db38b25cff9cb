"""What the methods `msix/…` emit."""

from __future__ import annotations

from typing import Literal

import msgspec

from wingetpy.errors import ErrorReport
from wingetpy.hosts.packages import InstallState, MsixPackage, PackageVolume, Status
from wingetpy.operations.deploy_packages import Deployed


class MsixPackageRow(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """A package on the machine.

    Attributes:
        name: Of its identity.
        kind: Main, Framework, Resource, Bundle or Optional.
        status: `Ok`, or what is wrong with it: Modified, Tampered, Disabled, ...
        registered_for: Security ids of users that have it; staged: it is there, and nobody is registered.
        dependencies: Full names of the frameworks that it uses.
    """

    name: str
    full_name: str
    family_name: str
    display_name: str = ""
    publisher: str = ""
    publisher_display_name: str = ""
    version: str = ""
    architecture: str = ""
    resource_id: str = ""
    kind: str = ""
    status: str = ""
    signature_kind: str = ""
    install_location: str = ""
    data_location: str = ""
    registered_for: tuple[str, ...] = ()
    is_staged_only: bool = False
    provisioned: bool = False
    registration_pending: bool = False
    is_stub: bool = False
    is_development_mode: bool = False
    dependencies: tuple[str, ...] = ()
    volume: str = ""


class MsixReadinessRow(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """Whether a package, or an item of a set, can be used.

    Attributes:
        set_id, item: Of the set and its item; empty without a set.
        target: As it was given; of an item its family.
        reason: `Ready`, `NotInstalled`, `NotRegistered`, `OlderVersion`, `OtherArchitecture`, the status, or `NotReady`
            of a product.
        version: The best version that the user has; empty for none.
        newer_available: A higher version is on the machine, and not registered.
    """

    set_id: str = ""
    item: str = ""
    target: str
    is_ready: bool
    reason: str
    family_name: str = ""
    min_version: str = ""
    version: str = ""
    full_name: str = ""
    newer_available: bool = False
    registration_pending: bool = False
    provisioned: bool = False
    uri: str = ""


class MsixDeploymentResult(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """The result of one change.

    Attributes:
        status: The seed's PackageDeploymentStatus.
        error_code, extended_error_code: HRESULTs; empty where there is none.
        changed: Whether the machine was changed.
        is_registered: The user has all that was asked for.
        activity_id: Of the last operation of the system; zeros where nothing was to do.
        added, removed: Full names of packages.
        fetched_bytes, total_bytes, saved_bytes: What was transferred, of how much, and what was there already; null
            where the system does not say.
    """

    operation: str
    target: str
    status: Literal["CompletedSuccess", "CompletedFailure"]
    changed: bool
    is_registered: bool
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    error_code: str = ""
    extended_error_code: str = ""
    error_text: str = ""
    activity_id: str
    fetched_bytes: int | None = None
    total_bytes: int | None = None
    saved_bytes: int | None = None
    error: ErrorReport | None = None


class MsixVolumeRow(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """A volume. `is_ok`: null where it was not checked."""

    name: str
    mount_point: str
    package_store_path: str
    is_system_volume: bool
    is_offline: bool
    is_appx_install_supported: bool
    is_full_trust_package_supported: bool
    supports_hard_links: bool
    is_ok: bool | None = None


def package_row(package: MsixPackage, *, provisioned: bool, pending: bool) -> MsixPackageRow:
    """Return a package for a caller."""
    registered = tuple(one.security_id for one in package.users if one.state is InstallState.installed)
    return MsixPackageRow(
        name=package.family_name.rpartition("_")[0],
        full_name=package.full_name,
        family_name=package.family_name,
        display_name=package.display_name,
        publisher=package.publisher,
        publisher_display_name=package.publisher_display_name,
        version=package.version,
        architecture=package.architecture,
        resource_id=package.resource_id,
        kind=(package.types.name or "").capitalize(),
        status=status_text(package.status),
        signature_kind=package.signature_kind,
        install_location=package.install_location or "",
        data_location=package.data_location or "",
        registered_for=registered,
        is_staged_only=not registered,
        provisioned=provisioned,
        registration_pending=pending,
        is_stub=package.is_stub,
        is_development_mode=package.is_development_mode,
        dependencies=package.dependencies,
        volume=package.volume,
    )


def status_text(status: Status) -> str:
    """Return what is wrong with a package as words: `Modified, DependencyIssue`; `Ok` for nothing."""
    words = ["".join(part.capitalize() for part in (one.name or "").split("_")) for one in status]
    return ", ".join(words) or "Ok"


def deployment_result(deployed: Deployed) -> MsixDeploymentResult:
    """Return what came of a change for a caller."""
    result = deployed.result
    return MsixDeploymentResult(
        operation=deployed.task.verb,
        target=deployed.task.subject,
        status="CompletedSuccess" if result.succeeded else "CompletedFailure",
        changed=deployed.changed,
        is_registered=result.is_registered,
        added=tuple(one.full_name for one in deployed.added),
        removed=tuple(one.full_name for one in deployed.removed),
        error_code=_hex(result.error),
        extended_error_code=_hex(result.extended_error),
        error_text=result.error_text,
        activity_id=result.activity_id,
        fetched_bytes=result.fetched_bytes,
        total_bytes=result.total_bytes,
        saved_bytes=result.saved_bytes,
        error=ErrorReport.of(deployed.error) if deployed.error is not None else None,
    )


def volume_row(volume: PackageVolume, is_ok: bool | None = None) -> MsixVolumeRow:
    """Return a volume for a caller."""
    return MsixVolumeRow(
        name=volume.name,
        mount_point=volume.mount_point,
        package_store_path=volume.package_store_path,
        is_system_volume=volume.is_system_volume,
        is_offline=volume.is_offline,
        is_appx_install_supported=volume.is_appx_install_supported,
        is_full_trust_package_supported=volume.is_full_trust_package_supported,
        supports_hard_links=volume.supports_hard_links,
        is_ok=is_ok,
    )


def _hex(code: int) -> str:
    return f"0x{code:08X}" if code else ""
