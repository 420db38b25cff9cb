"""The MSIX packages of the small machine: a list in `packages.json`; nothing is deployed yet."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from wingetpy.errors import BadRequest
from wingetpy.hosts.packages import MsixPackage, PackageTypes, UnavailablePackages
from wingetpy.hosts.packages.interface import LISTED
from wingetpy.hosts.sandbox.settings_file import read_file
from wingetpy.model.decoding import UNREADABLE, json_decoder

FILE_NAME = "packages.json"


class SandboxPackages(UnavailablePackages):
    def __init__(self, root: Path) -> None:
        super().__init__("the sandbox of this release deploys none", "Use a release that does.")
        self._path = root / FILE_NAME

    def find(
        self,
        *,
        family_name: str | None = None,
        full_name: str | None = None,
        types: PackageTypes = LISTED,
        all_users: bool = False,
    ) -> list[MsixPackage]:
        return [
            package
            for package in self._listed()
            if package.types & types
            and (family_name is None or package.family_name.lower() == family_name.lower())
            and (full_name is None or package.full_name.lower() == full_name.lower())
        ]

    def generation(self) -> str | None:
        try:
            found = self._path.stat()
        except OSError:
            return ""
        return f"{found.st_mtime_ns}-{found.st_size}-{found.st_ino}"

    def _listed(self) -> list[MsixPackage]:
        if not os.path.lexists(self._path):
            return []
        try:
            return json_decoder(list[MsixPackage]).decode(read_file(self._path))
        except UNREADABLE as error:
            raise BadRequest(
                f"The MSIX packages of the sandbox in '{self._path}' cannot be read: {error}.",
                target=str(self._path),
                remedy="Correct the file, a JSON array of packages, or move it away if the sandbox has none.",
            ) from error


def write_packages(root: Path, packages: Sequence[MsixPackage]) -> None:
    """Set which MSIX packages a sandbox has."""
    (root / FILE_NAME).write_bytes(msgspec.json.encode(packages))
