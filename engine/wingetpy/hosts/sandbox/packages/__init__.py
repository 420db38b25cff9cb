"""The MSIX packages of the small machine: a store in a folder.

In the sandbox's root:

Packages/repository.db     the records: packages, who has them, what every new user gets
Packages/volumes.json      volumes that packages may lie on, besides drive C
Packages/uup.json          products that ms-uup: names
Packages/log               what was deployed, by the activity's id
Packages/trust             certificates: `root` and `people`
C/Program Files/WindowsApps/FULLNAME       the content of a package, the same for all users
C/Users/NAME/AppData/Local/Packages/FAMILY its data of a user

A deployment unpacks beside the place, renames, and writes the records in one transaction (`deployment`); the records
decide, and the disk is made to agree with them (`settling`).

records, state, repository     what the store knows, in memory and on the disk
opening, staging, content      packages from URIs, checked, unpacked; what they are later
registering, dependencies      the rules by which a user gets packages; in_use: what runs from them
app_installer_files            adds what an .appinstaller file names
adding, register_verbs, removing, repairing, provisioning      the verbs
queries, volumes, application_data, products, graph            what is shown, and what else there is
store          all of it as `hosts.packages` has it
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from wingetpy.hosts.packages import MsixPackage, Status
from wingetpy.hosts.sandbox.packages.deployment import Machine
from wingetpy.hosts.sandbox.packages.disk import NativeDisk, StoreDisk
from wingetpy.hosts.sandbox.packages.records import StoredPackage
from wingetpy.hosts.sandbox.packages.repository import Repository
from wingetpy.hosts.sandbox.packages.store import SandboxPackages
from wingetpy.msix.identity import PackageIdentity

__all__ = [
    "FOLDER",
    "Machine",
    "NativeDisk",
    "Repository",
    "SandboxPackages",
    "StoreDisk",
    "set_package_status",
    "write_packages",
]

FOLDER = "Packages"
"""The store's, in the sandbox's root."""
_LISTED_BY = "CN=Listed"


def write_packages(root: Path, packages: Sequence[MsixPackage]) -> None:
    """Set which MSIX packages a sandbox has that have no content: every user sees them as they are given."""
    repository = Repository(root / FOLDER)
    before = repository.read()
    after = before.copy()
    after.packages = {key: one for key, one in before.packages.items() if one.listed is None}
    for package in packages:
        identity = PackageIdentity(package.full_name.partition("_")[0], _LISTED_BY, package.version)
        after.put(StoredPackage(identity=identity, is_framework=package.is_framework, listed=package))
    repository.write(before, after)


def set_package_status(root: Path, full_name: str, status: Status) -> None:
    """Set what is wrong with a package, as an administrator can: the flags that no look at it finds.

    Raises:
        KeyError: it is not there.
    """
    repository = Repository(root / FOLDER)
    before = repository.read()
    after = before.copy()
    after.put(msgspec.structs.replace(before.packages[full_name.lower()], flags=status))
    repository.write(before, after)
