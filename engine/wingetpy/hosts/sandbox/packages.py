"""The MSIX packages of the small machine: a list in `packages.json` until there is deployment."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import msgspec

from wingetpy.errors import BadRequest
from wingetpy.hosts.packages import MsixPackage
from wingetpy.hosts.sandbox.settings_file import read_file
from wingetpy.model.decoding import UNREADABLE, json_decoder

FILE_NAME = "packages.json"


class SandboxPackages:
    def __init__(self, root: Path) -> None:
        self._path = root / FILE_NAME

    def installed(self) -> list[MsixPackage]:
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
