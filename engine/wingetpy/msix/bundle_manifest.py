"""AppxBundleManifest.xml: which packages a bundle holds."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import msgspec

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.container import Container
from wingetpy.msix.dependencies import DeviceFamily, read_dependencies
from wingetpy.msix.faults import invalid
from wingetpy.msix.identity import ARCHITECTURES, BUNDLE_RESOURCE, PackageIdentity, is_version
from wingetpy.msix.manifest import Resource, identity_of, resources_of
from wingetpy.msix.markup import attribute, child, children, local_name, read_markup
from wingetpy.msix.part_names import BUNDLE_MANIFEST, key_of, why_refused

_ENDINGS = (".appx", ".msix")
_MOST_PACKAGES = 10_000
_MOST_MARKS = 1_000_000
"""Of elements and attributes: a hundred for each of the most packages."""


class BundledPackage(msgspec.Struct, frozen=True, kw_only=True):
    """One package that a bundle names.

    Attributes:
        file_name: Its part of the bundle, or of a flat bundle the file beside it.
        offset: Where its bytes begin; 0 of a package beside the bundle.
        is_application: Otherwise it holds resources only.
        is_stub: It stands for the whole application until that is fetched.
        resources: What it is for, of a package of resources.
        device_families: That it is for, where the bundle says so.
    """

    file_name: str
    offset: int
    size: int
    version: str
    architecture: str
    resource: str
    is_application: bool
    is_stub: bool
    resources: tuple[Resource, ...] = ()
    device_families: tuple[DeviceFamily, ...] = ()


class RelatedBundle(msgspec.Struct, frozen=True):
    """An optional bundle that belongs to a related set with this one. Version and file are empty where not named."""

    name: str
    publisher: str
    version: str
    file_name: str


class BundleManifest(msgspec.Struct, frozen=True):
    """What the manifest of a bundle says. `related` are the optional bundles that are updated together with it."""

    identity: PackageIdentity
    packages: tuple[BundledPackage, ...]
    related: tuple[RelatedBundle, ...] = ()


def read_bundle_manifest(container: Container) -> BundleManifest:
    """Read the manifest of a bundle.

    Raises:
        MsixError: AppxMissingRequiredFile, AppxInvalidManifest, AppxInvalidPayloadPackageExtension.
    """
    part = container.need(BUNDLE_MANIFEST)
    root = read_markup(part, container.name, ErrorCode.AppxInvalidManifest, most_marks=_MOST_MARKS)
    if local_name(root) != "Bundle":
        raise _fault(container.name, f"its root <{local_name(root)}> is not one of a bundle")
    identity = identity_of(root, container.name, resource=BUNDLE_RESOURCE)
    elements = children(child(root, "Packages"), "Package")
    if not 1 <= len(elements) <= _MOST_PACKAGES:
        raise _fault(container.name, f"it names {len(elements):,} packages")
    related = tuple(
        RelatedBundle(*(one.get(key, "") for key in ("Name", "Publisher", "Version", "FileName")))
        for one in children(root, "OptionalBundle")
    )
    packages = tuple(_package(element, identity.publisher, container.name) for element in elements)
    manifest = BundleManifest(identity, packages, related)
    _check_together(manifest, container.name)
    return manifest


def _package(element: Element, publisher: str, bundle: str) -> BundledPackage:
    file_name = element.get("FileName", "")
    package = BundledPackage(
        file_name=file_name,
        offset=_number(element.get("Offset", "0")),
        size=_number(element.get("Size", "0")),
        version=element.get("Version", ""),
        architecture=element.get("Architecture", "neutral").lower(),
        resource=element.get("ResourceId", ""),
        is_application=element.get("Type", "resource").lower() == "application",
        is_stub=attribute(element, "IsStub").lower() in ("true", "1"),
        resources=resources_of(child(element, "Resources"), bundle),
        device_families=read_dependencies(child(element, "Dependencies"), publisher, bundle).device_families,
    )
    if not file_name.lower().endswith(_ENDINGS):
        code = ErrorCode.AppxInvalidPayloadPackageExtension
        raise invalid(bundle, f"its package '{file_name}' does not end in .appx or .msix", code)
    if reason := why_refused(file_name.replace("\\", "/")):
        raise _fault(bundle, f"the name '{file_name[:200]}' of a package is refused: {reason}")
    if package.offset < 0 or package.size < 0 or not is_version(package.version):
        raise _fault(bundle, f"the place, size or version of '{file_name}' is not valid")
    if package.architecture not in ARCHITECTURES:
        raise _fault(bundle, f"the architecture '{package.architecture}' of '{file_name}' is unknown")
    return package


def _check_together(manifest: BundleManifest, bundle: str) -> None:
    """Check that the packages go together.

    Raises:
        MsixError: AppxInvalidManifest; a file twice, no application, two for one architecture, or a neutral one beside
            others.
    """
    if len({key_of(package.file_name) for package in manifest.packages}) != len(manifest.packages):
        raise _fault(bundle, "it names a package twice")
    whole = [package for package in manifest.packages if package.is_application and not package.is_stub]
    architectures = [package.architecture for package in whole]
    if not any(package.is_application for package in manifest.packages):
        raise _fault(bundle, "it names no package of an application")
    if len(set(architectures)) != len(architectures):
        raise _fault(bundle, "it names two packages of an application for one architecture")
    if "neutral" in architectures and len(architectures) > 1:
        raise _fault(bundle, "it names a neutral package beside one for an architecture")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else -1


def _fault(bundle: str, reason: str) -> MsixError:
    return invalid(bundle, f"in the manifest of the bundle, {reason}", ErrorCode.AppxInvalidManifest)
