"""Rules about an MSIX installer and the package itself: what both say must agree."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from wingetpy.errors import MsixError
from wingetpy.manifests.installer import Installer
from wingetpy.manifests.validate.flaw import Flaw
from wingetpy.model.version import Version
from wingetpy.msix.identity import is_version, packed_version
from wingetpy.msix.manifest import PackageManifest
from wingetpy.msix.package import OpenedPackage


class PackageRule(Protocol):
    """A rule about an installer and one package that it brings; of a bundle, each that holds an application."""

    def flaws(self, installer: Installer, version: str, package: PackageManifest) -> Iterator[Flaw]:
        """What breaks the rule; paths from the installer, values from the package. `version`: the manifest's."""


class FamilyNameAgrees:
    """The family name is that of the package."""

    def flaws(self, installer: Installer, version: str, package: PackageManifest) -> Iterator[Flaw]:
        found = package.identity.family_name
        if not installer.package_family_name:
            yield Flaw("OptionalFieldMissing", ("PackageFamilyName",), value=found, level="Warning")
        elif installer.package_family_name.lower() != found.lower():
            yield _differs("PackageFamilyName", package, found)


class VersionAgrees:
    """The manifest's version is that of the package, as far as both have numbers."""

    def flaws(self, installer: Installer, version: str, package: PackageManifest) -> Iterator[Flaw]:
        if _number(version) != package.identity.version_number:
            yield _differs("PackageVersion", package, package.identity.version)


class SystemAgrees:
    """The oldest Windows is that of the package."""

    def flaws(self, installer: Installer, version: str, package: PackageManifest) -> Iterator[Flaw]:
        oldest = package.minimum_os_version
        if oldest is None:
            yield Flaw("NoSupportedPlatforms", ("Platform",), f"The package is {package.identity.full_name}.")
        elif not installer.minimum_os_version:
            yield Flaw("OptionalFieldMissing", ("MinimumOSVersion",), value=oldest, level="Warning")
        elif Version.parse(installer.minimum_os_version) != Version.parse(oldest):
            yield _differs("MinimumOSVersion", package, oldest)


PACKAGE_RULES: tuple[PackageRule, ...] = (FamilyNameAgrees(), VersionAgrees(), SystemAgrees())


def package_flaws(installer: Installer, version: str, package: OpenedPackage) -> Iterator[Flaw]:
    """What the manifest says otherwise than the package.

    Args:
        installer: Of the type msix.
        version: The manifest's PackageVersion.
        package: What the installer's URL gives.
    """
    yield from _signature_flaws(installer, package)
    for manifest in package.applications:
        for rule in PACKAGE_RULES:
            yield from rule.flaws(installer, version, manifest)


def _signature_flaws(installer: Installer, package: OpenedPackage) -> Iterator[Flaw]:
    """The hash of the signature, where the manifest has one, is that of the package."""
    given = installer.signature_sha256
    if not given:
        return
    try:
        found = package.signature_sha256()
    except MsixError as error:
        yield Flaw("MsixSignatureHashFailed", ("SignatureSha256",), error.text)
        return
    if found is None:
        yield Flaw("MsixSignatureHashFailed", ("SignatureSha256",), "The package is not signed.")
    elif found.lower() != given.lower():
        yield Flaw("InstallerMsixInconsistencies", ("SignatureSha256",), value=found)


def _differs(field: str, package: PackageManifest, value: str) -> Flaw:
    return Flaw("InstallerMsixInconsistencies", (field,), f"The package is {package.identity.full_name}.", value)


def _number(version: str) -> int | None:
    """A manifest's version as that of a package, with zeros for the numbers that it lacks."""
    parts = version.split(".")
    padded = ".".join((*parts, *(["0"] * (4 - len(parts)))))
    return packed_version(padded) if is_version(padded) else None
