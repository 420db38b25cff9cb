"""What WinRT says of packages and volumes, as ours."""

from __future__ import annotations

from typing import Any, TypeVar

from wingetpy.hosts.packages import (
    InstallState,
    MsixPackage,
    PackageUser,
    PackageVolume,
    SignatureKind,
    Status,
)
from wingetpy.hosts.winrt import names
from wingetpy.hosts.winrt.runtime import WinRt, WinRtRefusal, needed
from wingetpy.model.text import fold

Value = TypeVar("Value")

_ARCHITECTURES = {0: "x86", 5: "arm", 9: "x64", 11: "neutral", 12: "arm64", 14: "x86a64"}
_SIGNATURES = (
    SignatureKind.none,
    SignatureKind.developer,
    SignatureKind.enterprise,
    SignatureKind.store,
    SignatureKind.system,
)
_STATUS = {
    "LicenseIssue": Status.license_issue,
    "Modified": Status.modified,
    "Tampered": Status.tampered,
    "Disabled": Status.disabled,
    "PackageOffline": Status.package_offline,
    "DataOffline": Status.data_offline,
    "DependencyIssue": Status.dependency_issue,
    "Servicing": Status.servicing,
}


def package_of(
    winrt: WinRt,
    package: Any,
    *,
    users: tuple[PackageUser, ...],
    provisioned: frozenset[str],
    volumes: tuple[PackageVolume, ...],
    data_root: str,
) -> MsixPackage:
    """Read one package. What Windows does not say of a damaged one, or an older Windows of any, stays empty.

    Args:
        provisioned: Families, folded, that every new user gets.
        data_root: The folder of the caller's application data.

    Raises:
        WinRtRefusal: It has not even a name: it went while it was read.
    """
    with winrt.errors():
        identity = needed(package.Id, "name of a package")
        full_name, family_name = str(identity.FullName), str(identity.FamilyName)
        version = identity.Version
        quad = f"{version.Major}.{version.Minor}.{version.Build}.{version.Revision}"
        architecture = int(identity.Architecture)
    read = _Members(winrt, package)
    location = _location(read)
    is_framework = read.value("IsFramework", False)
    return MsixPackage(
        full_name=full_name,
        family_name=family_name,
        display_name=read.text("DisplayName"),
        publisher=_Members(winrt, identity).text("Publisher"),
        publisher_display_name=read.text("PublisherDisplayName"),
        version=quad,
        architecture=_ARCHITECTURES.get(architecture, ""),
        resource_id=_Members(winrt, identity).text("ResourceId"),
        install_location=location or None,
        data_location=f"{data_root}\\{family_name}" if users and not is_framework else None,
        is_framework=is_framework,
        is_bundle=read.value("IsBundle", False),
        is_resource_package=read.value("IsResourcePackage", False),
        is_optional=read.value("IsOptional", False),
        is_stub=read.value("IsStub", False),
        is_development_mode=read.value("IsDevelopmentMode", False),
        signature_kind=_signature(read),
        status=_status(read),
        users=users,
        provisioned=fold(family_name) in provisioned,
        dependencies=() if is_framework else _dependencies(read),
        volume=_volume_of(location, volumes),
    )


class _Members:
    """The properties of one object, each of which Windows may refuse, or not have."""

    def __init__(self, winrt: WinRt, source: Any) -> None:
        self.winrt = winrt
        self._source = source

    def any(self, name: str) -> Any:
        if not hasattr(type(self._source), name):
            return None
        try:
            with self.winrt.errors():
                return getattr(self._source, name)
        except WinRtRefusal:
            return None

    def value(self, name: str, otherwise: Value) -> Value:
        found = self.any(name)
        return otherwise if found is None else type(otherwise)(found)  # type: ignore[call-arg]

    def text(self, name: str) -> str:
        return self.value(name, "")


def _location(read: _Members) -> str:
    """InstalledPath is of Windows 10 2004; the folder's object, which is slower, of every one."""
    if path := read.text("InstalledPath"):
        return path
    folder = read.any("InstalledLocation")
    return "" if folder is None else _Members(read.winrt, folder).text("Path")


def _signature(read: _Members) -> SignatureKind:
    kind = read.any("SignatureKind")
    number = 0 if kind is None else int(kind)
    return _SIGNATURES[number] if number < len(_SIGNATURES) else SignatureKind.none


def _status(read: _Members) -> Status:
    source = read.any("Status")
    if source is None:
        return Status.ok
    flags = _Members(read.winrt, source)
    status = Status.ok
    for name, flag in _STATUS.items():
        if flags.value(name, False):
            status |= flag
    return status


def _dependencies(read: _Members) -> tuple[str, ...]:
    try:
        found = read.winrt.elements(read.any("Dependencies"), names.PACKAGE)
        with read.winrt.errors():
            return tuple(str(needed(one.Id, "name of a package").FullName) for one in found)
    except WinRtRefusal:
        return ()


def _volume_of(location: str, volumes: tuple[PackageVolume, ...]) -> str:
    lies = [one for one in volumes if location.lower().startswith(one.package_store_path.lower().rstrip("\\") + "\\")]
    return max(lies, key=lambda one: len(one.package_store_path)).name if lies else ""


def users_of(winrt: WinRt, found: list[Any]) -> tuple[PackageUser, ...]:
    """Read PackageUserInformation objects."""
    with winrt.errors():
        return tuple(PackageUser(str(one.UserSecurityId), _state(int(one.InstallState))) for one in found)


def _state(number: int) -> InstallState:
    return InstallState(number) if number in {state.value for state in InstallState} else InstallState.not_installed


def volume_of(winrt: WinRt, volume: Any) -> PackageVolume:
    """Read a volume. Raises WinRtRefusal."""
    with winrt.errors():
        return PackageVolume(
            name=str(volume.Name or ""),
            mount_point=str(volume.MountPoint or ""),
            package_store_path=str(volume.PackageStorePath or ""),
            is_offline=bool(volume.IsOffline),
            is_system_volume=bool(volume.IsSystemVolume),
            is_appx_install_supported=_Members(winrt, volume).value("IsAppxInstallSupported", True),
            is_full_trust_package_supported=_Members(winrt, volume).value("IsFullTrustPackageSupported", True),
            supports_hard_links=bool(volume.SupportsHardLinks),
        )
