"""A host with room for one test."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

import pytest

from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import Hive, RegistryValue
from wingetpy.model.scope import Scope

PATH_PLACES = {
    Scope.user: (Hive.user, "Environment"),
    Scope.machine: (Hive.machine, r"SYSTEM\CurrentControlSet\Control\Session Manager\Environment"),
}


@dataclass(frozen=True)
class Machine:
    """A host with room for one test: a folder and a registry key that are gone afterwards."""

    host: Host
    folder: PureWindowsPath
    key: str
    staging: Path
    root: Path | None

    def staged(self, content: bytes = b"content", name: str = "staged.bin") -> Path:
        """A native file to be placed."""
        path = self.staging / name
        path.write_bytes(content)
        return path

    def staged_folder(self, files: Mapping[str, bytes], name: str = "staged") -> Path:
        """A native folder to be placed, with these files by relative path."""
        for path, content in files.items():
            file = self.staging / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        return self.staging / name

    def placed(self, name: str, content: bytes = b"content") -> PureWindowsPath:
        """A file that stands on the machine."""
        self.host.files.place_file(self.staged(content), self.folder / name)
        return self.folder / name

    def content(self, path: PureWindowsPath) -> bytes:
        return self.host.files.local(path).read_bytes()

    def names(self) -> list[str]:
        return [entry.path.name for entry in self.host.files.list(self.folder)]

    def environment(self) -> dict[str, str]:
        """For a process that works on the same machine."""
        return {**os.environ, "WINGETPY_HOST": self.host.name, "WINGETPY_ROOT": str(self.root or "")}

    def stored_path(self, scope: Scope) -> RegistryValue | None:
        hive, key = PATH_PLACES[scope]
        return (self.host.registry.values(hive, key) or {}).get("Path")

    def store_path(self, scope: Scope, value: RegistryValue | None) -> None:
        hive, key = PATH_PLACES[scope]
        if value is None:
            self.host.registry.delete_value(hive, key, "Path")
        else:
            self.host.registry.set_value(hive, key, "Path", value)

    def need_elevation(self) -> None:
        if not self.host.facts().elevated:
            pytest.skip("needs an elevated process")

    def need_links(self) -> None:
        if not self.host.files.links_possible():
            pytest.skip("symbolic links cannot be made there")

    def need_programs(self) -> None:
        if self.host.name == "sandbox":
            pytest.skip("a sandbox runs no programs")


def under_wine() -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return hasattr(ctypes.WinDLL("ntdll"), "wine_get_version")
