"""A vault of files that only their user can read (mode 600), where there is no Credential Manager."""

from __future__ import annotations

import os
from pathlib import Path

from wingetpy.errors.system import as_host_error
from wingetpy.hosts.native_files import make_private
from wingetpy.model.file_names import suitable_path_part

_OWNER_ONLY = 0o600


class FileVault:
    """A file a secret, each written whole.

    Args:
        folder: The native folder; made when the first secret is written.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str) -> bytes | None:
        path = self._path(name)
        with as_host_error("read", str(path)):
            try:
                return path.read_bytes()
            except FileNotFoundError:
                return None

    def write(self, name: str, secret: bytes) -> None:
        path = self._path(name)
        new = path.with_name(f"{path.name}.{os.getpid()}.new")
        with as_host_error("write", str(path)):
            make_private(self._folder)
            new.unlink(missing_ok=True)
            descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
            try:
                with open(descriptor, "wb") as file:
                    file.write(secret)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(new, path)
            except BaseException:
                new.unlink(missing_ok=True)
                raise

    def delete(self, name: str) -> None:
        path = self._path(name)
        with as_host_error("remove", str(path)):
            path.unlink(missing_ok=True)

    def _path(self, name: str) -> Path:
        return self._folder / f"{suitable_path_part(name.casefold())}.secret"
