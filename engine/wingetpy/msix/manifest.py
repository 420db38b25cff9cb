"""AppxManifest.xml: who a package is, what it is, and what it needs."""

from __future__ import annotations

import re
from enum import IntEnum
from xml.etree.ElementTree import Element

import msgspec

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.container import Container
from wingetpy.msix.dependencies import PackageNeeds, read_dependencies
from wingetpy.msix.faults import invalid
from wingetpy.msix.identity import BUNDLE_RESOURCE, PackageIdentity, packed_version
from wingetpy.msix.markup import attribute, child, children, local_name, namespace, parse_markup, text_of
from wingetpy.msix.part_names import MANIFEST

_WINDOWS_10 = (
    "http://schemas.microsoft.com/appx/manifest/foundation/windows10",
    "http://schemas.microsoft.com/appx/manifest/foundation/windows10/2",
)
_WINDOWS_8 = (
    "http://schemas.microsoft.com/appx/2010/manifest",
    "http://schemas.microsoft.com/appx/2013/manifest",
    "http://schemas.microsoft.com/appx/2014/manifest",
)
_LARGEST_MANIFEST = 16 << 20
_MOST_MARKS = 500_000
"""Of elements and attributes: it is read before the signature, in at most a second. The largest applications have some
ten thousand.
"""
_APPLICATION_ID = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:\.[A-Za-z][A-Za-z0-9]*)*")
_LONGEST_APPLICATION_ID = 64
_LONGEST_NAME, _LONGEST_DESCRIPTION = 256, 2048
_MOST_RESOURCES = 200


class PackageKind(IntEnum):
    """What a package is: the numbers of Windows.Management.Deployment.PackageTypes."""

    main = 1
    framework = 2
    resource = 4
    bundle = 8
    optional = 32


class Application(msgspec.Struct, frozen=True):
    """A program of a package. `executable` is empty of one that a host runs."""

    id: str
    executable: str
    entry_point: str


class Resource(msgspec.Struct, frozen=True):
    """What resources of a package are for; empty, 0 where it does not matter."""

    language: str = ""
    scale: int = 0
    dx_level: str = ""


class PackageManifest(msgspec.Struct, frozen=True, kw_only=True):
    """What the manifest of one package says.

    Attributes:
        display_name: May name a resource, `ms-resource:…`; likewise the publisher's and the description.
        is_modification: It changes its main package.
        allows_external_content: Its files may lie outside the package.
        capabilities: Their names, `runFullTrust`.
        os_minimum: Of a package for Windows 8, which names no device families; empty otherwise.
    """

    identity: PackageIdentity
    display_name: str
    publisher_display_name: str
    description: str
    logo: str
    kind: PackageKind
    is_modification: bool
    allows_external_content: bool
    dependencies: PackageNeeds
    resources: tuple[Resource, ...]
    applications: tuple[Application, ...]
    capabilities: tuple[str, ...]
    os_minimum: str

    @property
    def is_framework(self) -> bool:
        return self.kind is PackageKind.framework

    @property
    def is_resource(self) -> bool:
        return self.kind is PackageKind.resource

    @property
    def minimum_os_version(self) -> str | None:
        """The oldest Windows on a desktop that the package is for; None if it is not for desktops."""
        desktop = [family.minimum for family in self.dependencies.device_families if family.is_desktop]
        return min(desktop, key=packed_version) if desktop else None


def read_manifest(container: Container) -> PackageManifest:
    """Read the manifest of a package.

    Raises:
        MsixError: AppxMissingRequiredFile, AppxInvalidManifest.
    """
    return parse_manifest(container.need(MANIFEST).read(_LARGEST_MANIFEST), container.name)


def parse_manifest(text: bytes, package: str) -> PackageManifest:
    """Return the manifest in a file of its own, as it lies in an unpacked package.

    Args:
        text: The file.
        package: What the package is called in messages.

    Raises:
        MsixError: AppxInvalidManifest.
    """
    prefixes: dict[str, str] = {}
    root = parse_markup(text, MANIFEST, package, ErrorCode.AppxInvalidManifest, prefixes, most_marks=_MOST_MARKS)
    if local_name(root) != "Package" or namespace(root) not in (*_WINDOWS_10, *_WINDOWS_8):
        raise _fault(package, f"its root <{local_name(root)}> is not one of a package")
    if unknown := unknown_element(root, prefixes):
        raise _fault(package, f"it has an element {unknown}, whose namespace is unknown and not ignorable")
    identity = identity_of(root, package)
    properties = child(root, "Properties")
    dependencies = read_dependencies(child(root, "Dependencies"), identity.publisher, package)
    manifest = PackageManifest(
        identity=identity,
        display_name=text_of(properties, "DisplayName"),
        publisher_display_name=text_of(properties, "PublisherDisplayName"),
        description=text_of(properties, "Description"),
        logo=text_of(properties, "Logo"),
        kind=_kind(properties, dependencies, package),
        is_modification=_is_true(properties, "ModificationPackage"),
        allows_external_content=_is_true(properties, "AllowExternalContent"),
        dependencies=dependencies,
        resources=resources_of(child(root, "Resources"), package),
        applications=tuple(
            Application(one.get("Id", ""), one.get("Executable", ""), one.get("EntryPoint", ""))
            for one in children(child(root, "Applications"), "Application")
        ),
        capabilities=tuple(one.get("Name", "") for one in child(root, "Capabilities") or ()),
        os_minimum=text_of(child(root, "Prerequisites"), "OSMinVersion"),
    )
    if fault := _fault_of(manifest, root):
        raise _fault(package, fault)
    return manifest


def identity_of(root: Element, package: str, *, resource: str | None = None) -> PackageIdentity:
    """Return the identity that a manifest declares.

    Args:
        root: The manifest's root.
        package: What the package is called in messages.
        resource: The resource id where the manifest has none of its own: `~` of a bundle.

    Raises:
        MsixError: AppxInvalidManifest.
    """
    element = child(root, "Identity")
    if element is None:
        raise _fault(package, "it declares no identity")
    identity = PackageIdentity(
        name=element.get("Name", ""),
        publisher=element.get("Publisher", ""),
        version=element.get("Version", ""),
        architecture=element.get("ProcessorArchitecture", "neutral").lower(),
        resource=element.get("ResourceId", "") if resource is None else resource,
    )
    if resource is None and identity.resource == BUNDLE_RESOURCE:
        raise _fault(package, f"its resource id is '{BUNDLE_RESOURCE}', which bundles alone have")
    if fault := identity.fault():
        raise _fault(package, fault)
    return identity


def resources_of(element: Element | None, package: str) -> tuple[Resource, ...]:
    """Return what the element `Resources` says. Raises MsixError (AppxInvalidManifest)."""
    found = []
    for one in children(element, "Resource"):
        scale = attribute(one, "Scale")
        if scale and not (scale.isascii() and scale.isdigit() and len(scale) <= 4):
            raise _fault(package, f"the scale '{scale[:20]}' of a resource is no number")
        found.append(Resource(one.get("Language", ""), int(scale or 0), attribute(one, "DXFeatureLevel")))
    if len(found) > _MOST_RESOURCES:
        raise _fault(package, f"it names {len(found):,} resources")
    return tuple(found)


def unknown_element(root: Element, prefixes: dict[str, str]) -> str:
    """Return an element of a namespace that nobody knows and that no reader may skip; empty where there is none."""
    ignorable = {prefixes.get(prefix, "") for prefix in root.get("IgnorableNamespaces", "").split()}
    for element in root:
        space = namespace(element)
        if space not in ignorable and not space.startswith("http://schemas.microsoft.com/appx/"):
            return f"<{local_name(element)}>"
    return ""


def _kind(properties: Element | None, dependencies: PackageNeeds, package: str) -> PackageKind:
    kinds = [
        kind
        for kind, has in (
            (PackageKind.framework, _is_true(properties, "Framework")),
            (PackageKind.resource, _is_true(properties, "ResourcePackage")),
            (PackageKind.optional, bool(dependencies.main)),
        )
        if has
    ]
    if len(kinds) > 1:
        raise _fault(package, "it is more than one of a framework, a resource package and an optional package")
    return kinds[0] if kinds else PackageKind.main


def _fault_of(manifest: PackageManifest, root: Element) -> str:
    """Return what no manifest of this kind may say, as a clause; empty for a good one."""
    ids = [application.id for application in manifest.applications]
    kind = manifest.kind
    if kind in (PackageKind.framework, PackageKind.resource) and (ids or manifest.capabilities):
        return f"it is a {kind.name} package and has applications or capabilities"
    if kind is PackageKind.resource and (manifest.dependencies.frameworks or child(root, "Extensions") is not None):
        return "it is a resource package and has dependencies or extensions"
    for name in ids:
        if len(name) > _LONGEST_APPLICATION_ID or _APPLICATION_ID.fullmatch(name) is None:
            return f"the id '{name[:100]}' of an application is not valid"
    if len({name.lower() for name in ids}) != len(ids):
        return "it has two applications of one id"
    if max(len(manifest.display_name), len(manifest.publisher_display_name)) > _LONGEST_NAME:
        return f"a display name has more than {_LONGEST_NAME} characters"
    if len(manifest.description) > _LONGEST_DESCRIPTION:
        return f"its description has more than {_LONGEST_DESCRIPTION:,} characters"
    if namespace(root) in _WINDOWS_10 and not manifest.dependencies.device_families:
        return "it names no family of devices"
    return ""


def _is_true(properties: Element | None, name: str) -> bool:
    return text_of(properties, name).lower() in ("true", "1")


def _fault(package: str, reason: str) -> MsixError:
    return invalid(package, f"in its manifest, {reason}", ErrorCode.AppxInvalidManifest)
