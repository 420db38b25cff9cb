"""MSIX packages and bundles: identity, architectures, oldest Windows, and the hash of the signature."""

from __future__ import annotations

from pathlib import Path

from wingetpy.authoring.facts.installer_facts import InstallerFacts
from wingetpy.msix.byte_source import FileBytes
from wingetpy.msix.identity import packed_version
from wingetpy.msix.package import OpenedPackage, open_package

_PLATFORMS = {"windows.desktop": "Windows.Desktop", "windows.universal": "Windows.Universal"}
_IDENTITY = "the identity of the package"
_MOST_ARCHITECTURES = ("x86", "x64", "arm", "arm64", "neutral")
_NAMED_ELSEWHERE = "ms-resource:"


def read_package(path: Path) -> InstallerFacts:
    """Read an MSIX package or bundle. Raises MsixError for one that is damaged."""
    with FileBytes(path) as file:
        package = open_package(file)
        signature = package.signature_sha256() or ""
        return _facts(package, signature)


def _facts(package: OpenedPackage, signature: str) -> InstallerFacts:
    manifests = package.applications or ((package.manifest,) if package.manifest else ())
    first = manifests[0] if manifests else None
    oldest = [one.minimum_os_version for one in manifests if one.minimum_os_version]
    families = [family.name.lower() for one in manifests for family in one.dependencies.device_families]
    architectures = _architectures(package)
    identity = package.identity
    given = {
        "PackageFamilyName": identity.family_name,
        "ProductVersion": identity.version,
        "Architecture": "".join(architectures),
    }
    origins = dict.fromkeys((field for field, value in given.items() if value), _IDENTITY)
    origins["InstallerType"] = "its manifest"
    if signature:
        origins["SignatureSha256"] = "the signature in the package"
    if oldest:
        origins["MinimumOSVersion"] = "the device families of its manifest"
    return InstallerFacts(
        installer_type="msix",
        architectures=architectures,
        package_family_name=identity.family_name,
        signature_sha256=signature,
        platform=tuple(dict.fromkeys(_PLATFORMS[name] for name in families if name in _PLATFORMS)),
        minimum_os_version=min(oldest, key=packed_version) if oldest else "",
        product_name=_plain(first.display_name if first else ""),
        product_version=identity.version,
        publisher=_plain(first.publisher_display_name if first else ""),
        origins=origins | {field: "its manifest" for field in ("ProductName", "Publisher") if first},
        notes=() if signature else ("The package is not signed; Windows installs signed packages only.",),
    )


def _architectures(package: OpenedPackage) -> tuple[str, ...]:
    named = [package.identity.architecture]
    if package.bundle is not None:
        named = [one.architecture for one in package.bundle.packages if one.is_application]
    known = dict.fromkeys(_MOST_ARCHITECTURES[1] if one == "x86a64" else one for one in named)
    return tuple(one for one in _MOST_ARCHITECTURES if one in known)


def _plain(text: str) -> str:
    return "" if text.lower().startswith(_NAMED_ELSEWHERE) else text
