"""MSIX packages as the system lists them; those that are part of Windows are left out."""

from __future__ import annotations

from collections.abc import Iterator

from wingetpy.hosts.host import Host
from wingetpy.hosts.packages import SignatureKind
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.scope import Scope


def msix_entries(host: Host) -> Iterator[InstalledEntry]:
    """Return the packages of the current user: MSIX is registered for each user separately."""
    for package in host.packages.find():
        if package.signature_kind is SignatureKind.system:
            continue
        yield InstalledEntry(
            local_id=f"MSIX\\{package.full_name}",
            name=package.display_name or package.full_name.partition("_")[0],
            version=package.version or "Unknown",
            publisher=package.publisher,
            scope=Scope.user,
            architecture=package.architecture.lower() or None,
            installer_type="msix",
            family_name=package.family_name,
            install_location=package.install_location,
        )
