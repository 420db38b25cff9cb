"""A file on its way: written in step with its hash, kept when it is cut, taken up again later."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from wingetpy.hosts.lock_file import try_lock
from wingetpy.hosts.native_files import rename_over

_BLOCK = 1 << 20
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
        self._tag_path = self.path.with_name(f"{self.path.name}.tag")
        self._digest = hashlib.sha256()
        self.size = 0
        self.tag = self._tag_path.read_text("utf-8") if self._tag_path.is_file() else ""
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

    def complete(self) -> Path:
        """The part becomes the target."""
        if sys.platform == "win32":
            self.close()  # an open file cannot be renamed there
        rename_over(self.path, self.target)
        self.close()
        self._tag_path.unlink(missing_ok=True)
        return self.target

    def drop(self) -> None:
        """The part is deleted."""
        self.close()
        self.path.unlink(missing_ok=True)
        self._tag_path.unlink(missing_ok=True)

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    @property
    def _open(self) -> BinaryIO:
        assert self._file is not None, "the part is closed"
        return self._file


def _locked(path: Path) -> BinaryIO | None:
    """The file opened for reading and writing and locked, or None if another process holds it. Closing frees it."""
    path.touch()
    try:
        file = path.open("r+b")
    except PermissionError:
        return None
    if try_lock(file.fileno(), _LOCKED_BYTE) and _is_at(file, path):
        return file
    file.close()
    return None


def _is_at(file: BinaryIO, path: Path) -> bool:
    """Whether the open file still has this name: the engine that held it may have renamed it to the target."""
    if sys.platform == "win32":
        return True  # an open file cannot be renamed there
    try:
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    except FileNotFoundError:
        return False
