"""A file on its way: written in step with its hash, kept when it is cut, taken up again later."""

from __future__ import annotations

import hashlib
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from wingetpy.hosts.lock_file import try_lock
from wingetpy.hosts.native_files import rename_over

_BLOCK = 1 << 20
_TRIES = 10
_LOCKED_BYTE = 1 << 40
"""Far behind any byte that is written, and not farther than every file system goes."""


class PartialFile:
    """`<target>.part`, locked while it is written; beside it `<target>.part.tag` with what names the remote version.

    If another engine writes the same file, a part of its own under another name is used, and nothing is taken up.

    Attributes:
        size: Bytes that are there.
        tag: The remote version they belong to (an ETag or a date), empty if unknown.
    """

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f"{target.name}.part")
        self._file = _locked(self.path)
        if self._file is None:
            self.path = target.with_name(f"{target.name}.{os.urandom(4).hex()}.part")
            self._file = self.path.open("x+b")
            try_lock(self._file.fileno(), _LOCKED_BYTE)  # shows `remove_downloads` that it is in use
        self._tag_path = self.path.with_name(f"{self.path.name}.tag")
        self._digest = hashlib.sha256()
        self.size = 0
        self.tag = _read_tag(self._tag_path)
        self._file.seek(0)
        while block := self._file.read(_BLOCK):
            self._digest.update(block)
            self.size += len(block)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def write(self, block: bytes) -> None:
        self._open.write(block)
        self._digest.update(block)
        self.size += len(block)

    def start_anew(self, tag: str) -> None:
        """What is there is dropped; what comes belongs to the version `tag`."""
        self._open.seek(0)
        self._open.truncate()
        self._digest = hashlib.sha256()
        self.size = 0
        self.tag = tag
        self._tag_path.write_text(tag, "utf-8")

    def sha256(self) -> str:
        return self._digest.hexdigest().upper()

    def complete(self, target: Path | None = None) -> Path:
        """The part becomes the target, or a file of another name beside it. Raises OSError."""
        target = target or self.target
        self._open.flush()  # what does not fit on the disk must not get the name
        if sys.platform == "win32":
            self.close()  # an open file cannot be renamed there
        rename_over(self.path, target)
        self.close()
        self._tag_path.unlink(missing_ok=True)
        return target

    def drop(self) -> None:
        """The part is deleted."""
        with suppress(OSError):  # what is not on the disk yet need not get there
            self.close()
        self.path.unlink(missing_ok=True)
        self._tag_path.unlink(missing_ok=True)

    def close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            file.close()

    @property
    def _open(self) -> BinaryIO:
        assert self._file is not None, "the part is closed"
        return self._file


def _locked(path: Path) -> BinaryIO | None:
    """The file, made if it is not there, open for reading and writing and locked; None if another process holds it.
    Closing frees it."""
    for _ in range(_TRIES):
        try:
            file = os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600), "r+b")
        except PermissionError:
            return None
        if not try_lock(file.fileno(), _LOCKED_BYTE):
            file.close()
            return None
        if _is_at(file, path):
            return file
        file.close()  # the engine that held it has renamed or removed it
    return None


def _read_tag(path: Path) -> str:
    try:
        return path.read_text("utf-8", "replace")
    except FileNotFoundError:
        return ""


def _is_at(file: BinaryIO, path: Path) -> bool:
    """Whether the open file still has this name: the engine that held it may have renamed it to the target."""
    if sys.platform == "win32":
        return True  # an open file cannot be renamed there
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False


def remove_downloads(folder: Path) -> None:
    """Remove a folder of downloads, but for parts that an engine is writing. Raises nothing for what stays."""
    for path in _files(folder):
        if path.suffix == ".part":
            _remove_part(path)
    parts = {path.name for path in _files(folder) if path.suffix == ".part"}
    for path in _files(folder):
        if path.suffix != ".part" and path.stem not in parts:
            with suppress(OSError):
                path.unlink()
    with suppress(OSError):
        folder.rmdir()


def _files(folder: Path) -> list[Path]:
    try:
        return list(folder.iterdir())
    except (FileNotFoundError, NotADirectoryError):
        return []


def _remove_part(path: Path) -> None:
    with suppress(OSError):
        with path.open("r+b") as file:
            if not try_lock(file.fileno(), _LOCKED_BYTE):
                return
            if sys.platform != "win32":
                path.unlink()
        path.unlink(missing_ok=True)
