"""AppxManifest.xml: who a package is, and what it needs."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import msgspec

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.container import Container
from wingetpy.msix.faults import invalid
from wingetpy.msix.identity import PackageIdentity, is_version
from wingetpy.msix.markup import local_name, namespace, read_markup
from wingetpy.msix.part_names import MANIFEST

_FOUNDATIONS = (
    "http://schemas.microsoft.com/appx/manifest/foundation/windows10",
    "http://schemas.microsoft.com/appx/manifest/foundation/windows10/2",
    "http://schemas.microsoft.com/appx/2010/manifest",
    "http://schemas.microsoft.com/appx/2013/manifest",
    "http://schemas.microsoft.com/appx/2014/manifest",
)
_DESKTOP_FAMILIES = ("windows.desktop", "windows.universal")


class DeviceFamily(msgspec.Struct, frozen=True):
    """A family of devices that a package is for, and the oldest and newest tested version of Windows on them."""

    name: str
    minimum: str
    tested: str

    @property
    def is_desktop(self) -> bool:
        return self.name.lower() in _DESKTOP_FAMILIES


class FrameworkDependency(msgspec.Struct, frozen=True):
    """A framework that a package needs."""

    name: str
    publisher: str
    minimum: str


class PackageManifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the manifest of one package says.

    Attributes:
        display_name: May name a resource, `ms-resource:…`.
        applications: Their ids.
    """

    identity: PackageIdentity
    display_name: str
    publisher_display_name: str
    is_framework: bool
    is_resource: bool
    device_families: tuple[DeviceFamily, ...]
    dependencies: tuple[FrameworkDependency, ...]
    applications: tuple[str, ...]

    @property
    def minimum_os_version(self) -> str | None:
        """The oldest Windows on a desktop that the package is for; None if it is not for desktops."""
        from wingetpy.msix.identity import packed_version

        desktop = [family.minimum for family in self.device_families if family.is_desktop]
        return min(desktop, key=packed_version) if desktop else None


def read_manifest(container: Container) -> PackageManifest:
    """Read the manifest of a package.

    Raises:
        MsixError: AppxMissingRequiredFile, AppxInvalidManifest.
    """
    part = container.need(MANIFEST)
    root = read_markup(part, container.name, ErrorCode.AppxInvalidManifest)
    if local_name(root) != "Package" or namespace(root) not in _FOUNDATIONS:
        raise _fault(container.name, f"its root <{local_name(root)}> is not one of a package")
    properties = _child(root, "Properties")
    return PackageManifest(
        identity=identity_of(root, container.name),
        display_name=_text(properties, "DisplayName"),
        publisher_display_name=_text(properties, "PublisherDisplayName"),
        is_framework=_text(properties, "Framework").lower() == "true",
        is_resource=_text(properties, "ResourcePackage").lower() == "true",
        device_families=device_families(root, container.name),
        dependencies=tuple(_dependencies(root)),
        applications=tuple(element.get("Id", "") for element in _children(_child(root, "Applications"), "Application")),
    )


def identity_of(root: Element, package: str, *, resource: str | None = None) -> PackageIdentity:
    """Return the identity that a manifest declares.

    Args:
        root: The manifest's root.
        package: What the package is called in messages.
        resource: The resource id where the manifest has none of its own: `~` of a bundle.

    Raises:
        MsixError: AppxInvalidManifest.
    """
    element = _child(root, "Identity")
    if element is None:
        raise _fault(package, "it declares no identity")
    identity = PackageIdentity(
        name=element.get("Name", ""),
        publisher=element.get("Publisher", ""),
        version=element.get("Version", ""),
        architecture=element.get("ProcessorArchitecture", "neutral").lower(),
        resource=element.get("ResourceId", "") if resource is None else resource,
    )
    if fault := identity.fault():
        raise _fault(package, fault)
    return identity


def device_families(element: Element, package: str) -> tuple[DeviceFamily, ...]:
    """Return the families of devices below an element's dependencies. Raises MsixError (AppxInvalidManifest)."""
    found = []
    for family in _children(_child(element, "Dependencies"), "TargetDeviceFamily"):
        minimum, tested = family.get("MinVersion", ""), family.get("MaxVersionTested", "")
        if not is_version(minimum) or (tested and not is_version(tested)):
            raise _fault(package, f"the versions of the device family '{family.get('Name', '')}' are not valid")
        found.append(DeviceFamily(family.get("Name", ""), minimum, tested))
    return tuple(found)


def _dependencies(root: Element) -> list[FrameworkDependency]:
    return [
        FrameworkDependency(element.get("Name", ""), element.get("Publisher", ""), element.get("MinVersion", ""))
        for element in _children(_child(root, "Dependencies"), "PackageDependency")
    ]


def _child(element: Element | None, name: str) -> Element | None:
    return next(iter(_children(element, name)), None)


def _children(element: Element | None, name: str) -> list[Element]:
    return [] if element is None else [child for child in element if local_name(child) == name]


def _text(element: Element | None, name: str) -> str:
    child = _child(element, name)
    return (child.text or "").strip() if child is not None else ""


def _fault(package: str, reason: str) -> MsixError:
    return invalid(package, f"in its manifest, {reason}", ErrorCode.AppxInvalidManifest)
