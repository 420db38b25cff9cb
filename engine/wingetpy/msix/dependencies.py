"""What a package needs: devices, frameworks, a main package, a host runtime."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

import msgspec

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.faults import invalid
from wingetpy.msix.identity import is_version, name_fault, packed_version, publisher_id
from wingetpy.msix.markup import attribute, local_name

_DESKTOP_FAMILIES = ("windows.desktop", "windows.universal")
_MOST_FAMILIES = 128
_MOST_DEPENDENCIES = 128


class DeviceFamily(msgspec.Struct, frozen=True):
    """A family of devices that a package is for, and the oldest and newest tested version of Windows on them."""

    name: str
    minimum: str
    tested: str

    @property
    def is_desktop(self) -> bool:
        return self.name.lower() in _DESKTOP_FAMILIES


class NeededPackage(msgspec.Struct, frozen=True):
    """Another package that a package needs.

    Attributes:
        publisher: Its publisher; of a main package that is not named, the package's own.
        minimum: Its oldest version; 0.0.0.0 of a main package.
        max_major: The newest major version that the package was tested with; None where it does not say.
        is_optional: The package works without it.
    """

    name: str
    publisher: str
    minimum: str
    max_major: int | None = None
    is_optional: bool = False

    @property
    def family_name(self) -> str:
        return f"{self.name}_{publisher_id(self.publisher)}"


class PackageNeeds(msgspec.Struct, frozen=True, kw_only=True):
    """All that a manifest says of what the package needs.

    Attributes:
        frameworks: In the order in which they are declared, as Windows searches them.
        main: Of an optional package: whose it is, the first one that is installed.
        host_runtime: The package whose program runs this one.
    """

    device_families: tuple[DeviceFamily, ...]
    frameworks: tuple[NeededPackage, ...]
    main: tuple[NeededPackage, ...]
    host_runtime: tuple[NeededPackage, ...]


def read_dependencies(element: Element | None, publisher: str, package: str) -> PackageNeeds:
    """Read the element `Dependencies`.

    Args:
        element: None where there is none.
        publisher: The package's own.
        package: What the package is called in messages.

    Raises:
        MsixError: AppxInvalidManifest.
    """
    children = [] if element is None else list(element)
    found = PackageNeeds(
        device_families=tuple(_device_families(children, package)),
        frameworks=tuple(_packages(children, "PackageDependency", "", package)),
        main=tuple(_packages(children, "MainPackageDependency", publisher, package)),
        host_runtime=tuple(_packages(children, "HostRuntimeDependency", "", package)),
    )
    if len(found.device_families) > _MOST_FAMILIES or len(found.frameworks) > _MOST_DEPENDENCIES:
        raise _fault(package, "it names too many dependencies")
    return found


def _device_families(children: list[Element], package: str) -> Iterator[DeviceFamily]:
    for element in children:
        if local_name(element) != "TargetDeviceFamily":
            continue
        name, minimum, tested = (element.get(key, "") for key in ("Name", "MinVersion", "MaxVersionTested"))
        good = is_version(minimum) and (not tested or is_version(tested))
        if not name or not good or (tested and packed_version(minimum) > packed_version(tested)):
            raise _fault(package, f"the versions of the device family '{name}' are not valid")
        yield DeviceFamily(name, minimum, tested)


def _packages(children: list[Element], kind: str, publisher: str, package: str) -> Iterator[NeededPackage]:
    for element in children:
        if local_name(element) != kind:
            continue
        name = element.get("Name", "")
        minimum = element.get("MinVersion", "0.0.0.0")
        newest = element.get("MaxMajorVersionTested")
        if name_fault(name) or not is_version(minimum) or not (newest is None or _is_number(newest)):
            raise _fault(package, f"its dependency '{name}' is not valid")
        if not (named := element.get("Publisher", publisher)):
            raise _fault(package, f"its dependency '{name}' has no publisher")
        yield NeededPackage(
            name,
            named,
            minimum,
            None if newest is None else int(newest),
            attribute(element, "Optional").lower() in ("true", "1"),
        )


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5


def _fault(package: str, reason: str) -> MsixError:
    return invalid(package, f"in its manifest, {reason}", ErrorCode.AppxInvalidManifest)
