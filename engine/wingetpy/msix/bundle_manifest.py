"""AppxBundleManifest.xml: which packages a bundle holds."""

from __future__ import annotations

from xml.etree.ElementTree import Element

import msgspec

from wingetpy.errors import ErrorCode, MsixError
from wingetpy.msix.container import Container
from wingetpy.msix.faults import invalid
from wingetpy.msix.identity import ARCHITECTURES, BUNDLE_RESOURCE, PackageIdentity, is_version
from wingetpy.msix.manifest import identity_of
from wingetpy.msix.markup import local_name, read_markup
from wingetpy.msix.part_names import BUNDLE_MANIFEST, key_of

_ENDINGS = (".appx", ".msix")
_MOST_PACKAGES = 10_000


class BundledPackage(msgspec.Struct, frozen=True, kw_only=True):
    """One package that a bundle names.

    Attributes:
        file_name: Its part of the bundle, or of a flat bundle the file beside it.
        offset: Where its bytes begin; 0 of a package beside the bundle.
        is_application: Otherwise it holds resources only.
        is_stub: It stands for the whole application until that is fetched.
    """

    file_name: str
    offset: int
    size: int
    version: str
    architecture: str
    resource: str
    is_application: bool
    is_stub: bool


class BundleManifest(msgspec.Struct, frozen=True):
    """What the manifest of a bundle says."""

    identity: PackageIdentity
    packages: tuple[BundledPackage, ...]


def read_bundle_manifest(container: Container) -> BundleManifest:
    """Read the manifest of a bundle.

    Raises:
        MsixError: AppxMissingRequiredFile, AppxInvalidManifest, AppxInvalidPayloadPackageExtension.
    """
    part = container.need(BUNDLE_MANIFEST)
    root = read_markup(part, container.name, ErrorCode.AppxInvalidManifest)
    if local_name(root) != "Bundle":
        raise _fault(container.name, f"its root <{local_name(root)}> is not one of a bundle")
    identity = identity_of(root, container.name, resource=BUNDLE_RESOURCE)
    elements = [
        element
        for packages in root
        if local_name(packages) == "Packages"
        for element in packages
        if local_name(element) == "Package"
    ]
    if not 1 <= len(elements) <= _MOST_PACKAGES:
        raise _fault(container.name, f"it names {len(elements):,} packages")
    manifest = BundleManifest(identity, tuple(_package(element, container.name) for element in elements))
    _check_together(manifest, container.name)
    return manifest


def _package(element: Element, bundle: str) -> BundledPackage:
    file_name = element.get("FileName", "")
    package = BundledPackage(
        file_name=file_name,
        offset=_number(element.get("Offset", "0")),
        size=_number(element.get("Size", "0")),
        version=element.get("Version", ""),
        architecture=element.get("Architecture", "neutral").lower(),
        resource=element.get("ResourceId", ""),
        is_application=element.get("Type", "resource").lower() == "application",
        is_stub=any(key.endswith("IsStub") and value.lower() == "true" for key, value in element.items()),
    )
    if not file_name.lower().endswith(_ENDINGS):
        code = ErrorCode.AppxInvalidPayloadPackageExtension
        raise invalid(bundle, f"its package '{file_name}' does not end in .appx or .msix", code)
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
