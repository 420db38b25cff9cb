"""MSIX packages as the system lists them; those that are part of Windows are left out."""

from __future__ import annotations

from collections.abc import Iterator

from wingetpy.hosts.host import Host
from wingetpy.hosts.packages import MsixPackage, SignatureKind
from wingetpy.hosts.packages.provisioned import provisioned_as_told
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.scope import Scope
from wingetpy.model.text import fold

INSTALLER_TYPE = "msix"
_RESOURCE = "ms-resource:"
"""Begins a name that stands in the resources of the package; a system that did not look there gives it as it is."""


def msix_entries(host: Host) -> Iterator[InstalledEntry]:
    """Return the packages of the current user, and those that every new user gets: these are of the machine.

    MSIX is registered for each user separately. What the user has of a family that every new user gets is one entry.
    """
    own = [one for one in host.packages.find() if one.signature_kind is not SignatureKind.system]
    of_all = [one for one in provisioned_as_told(host.packages) if one.signature_kind is not SignatureKind.system]
    families_of_all = {fold(one.family_name) for one in of_all}
    families = {fold(one.family_name) for one in own}
    for package in own:
        if fold(package.family_name) in families_of_all:
            yield _entry(package, Scope.machine, Scope.user)
        else:
            yield _entry(package, Scope.user)
    for package in of_all:
        if fold(package.family_name) not in families:
            yield _entry(package, Scope.machine)


def _entry(package: MsixPackage, scope: Scope, further: Scope | None = None) -> InstalledEntry:
    return InstalledEntry(
        local_id=f"MSIX\\{package.full_name}",
        name=_name(package),
        version=package.version or "Unknown",
        publisher=package.publisher,
        scope=scope,
        architecture=package.architecture.lower() or None,
        installer_type=INSTALLER_TYPE,
        family_name=package.family_name,
        install_location=package.install_location,
        further_scope=further,
    )


def _name(package: MsixPackage) -> str:
    shown = package.display_name
    return shown if shown and not shown.lower().startswith(_RESOURCE) else package.full_name.partition("_")[0]
