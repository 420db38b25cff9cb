"""The MSIX packages of the small machine: a list in `packages.json` until there is deployment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec

from wingetpy.errors import BadRequest
from wingetpy.hosts.packages import MsixPackage
from wingetpy.model.decoding import json_decoder

FILE_NAME = "packages.json"


class SandboxPackages:
    def __init__(self, root: Path) -> None:
        self._path = root / FILE_NAME

    def installed(self) -> list[MsixPackage]:
        try:
            text = self._path.read_bytes()
        except FileNotFoundError:
            return []
        try:
            return json_decoder(list[MsixPackage]).decode(text)
        except msgspec.DecodeError as error:
            raise BadRequest(f"{self._path} cannot be read: {error}.", target=str(self._path)) from error


def write_packages(root: Path, packages: Sequence[MsixPackage]) -> None:
    """Set which MSIX packages a sandbox has."""
    (root / FILE_NAME).write_bytes(msgspec.json.encode(packages))
