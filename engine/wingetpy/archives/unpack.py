"""Archives: unpacked into an empty folder, entry by entry, with everything checked before and while it is written.

Used for archives of packages and of manifests alike. A zip is refused before its first byte is written, as its
directory names all entries; a tar is checked entry by entry, so a caller removes the folder when one is refused.
What an archive declares is held against the limits; then every byte is counted, because what it declares may be false.
"""

from __future__ import annotations

import hashlib
import lzma
import os
import struct
import sys
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path, PureWindowsPath
from typing import IO

import msgspec

from wingetpy.archives.entry import Entry, refusal
from wingetpy.archives.formats import Format, packed_size, tar_entries, zip_entries
from wingetpy.archives.limits import Budget, Limits
from wingetpy.archives.names import Names
from wingetpy.errors import ArchiveUnreadable, EngineError
from wingetpy.errors.system import as_host_error
from wingetpy.model.paths import extended_length

_DAMAGE = (
    zipfile.BadZipFile,
    tarfile.TarError,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)


class UnpackedFile(msgspec.Struct, frozen=True):
    """`path` is relative to the archive's top. `sha256` is lower-case hex."""

    path: PureWindowsPath
    sha256: str
    size: int


class Unpacked(msgspec.Struct, frozen=True, kw_only=True):
    """What an archive held. `folders` are relative, parents before what is in them."""

    files: tuple[UnpackedFile, ...]
    folders: tuple[PureWindowsPath, ...]


def unpack(
    archive: Path,
    target: Path,
    limits: Limits,
    *,
    name: str,
    form: Format = "zip",
    go_on: Callable[[], None] = lambda: None,
) -> Unpacked:
    """Unpack an archive into a folder that exists and is empty.

    Args:
        archive: Native path of the archive.
        target: Native path of the folder.
        limits: What it may become.
        name: What the archive is called in messages.
        form: Its format.
        go_on: Called between chunks; raises to stop.

    Raises:
        ArchiveUnreadable: It is damaged or of another format.
        ArchiveUnsafe: With the entry and the reason.
        HostError: DiskFull, with both sizes, or what the system refused.
    """
    names = Names(name)
    try:
        with as_host_error("read", name):
            if form == "zip":
                with zipfile.ZipFile(archive) as zipped:
                    budget = Budget(limits, packed_size(zipped, archive), name)
                    entries = zip_entries(zipped)
                    checked = [(names.take(entry), entry) for entry in entries]
                    budget.expect(sum(entry.size for entry in entries))
                    return _Unpacking(target, name, names, budget, go_on).run(checked)
            with tarfile.open(archive, "r|*") as tar:
                budget = Budget(limits, archive.stat().st_size, name)
                one_by_one = ((names.take(entry), entry) for entry in tar_entries(tar))
                return _Unpacking(target, name, names, budget, go_on).run(one_by_one)
    except EngineError:
        raise
    except _DAMAGE as error:
        raise ArchiveUnreadable(
            f"The archive '{name}' cannot be read: {str(error).rstrip('.') or type(error).__name__}.",
            target=name,
            remedy="It may be damaged or of another format; report it to the publisher. Nothing was changed.",
        ) from error


class _Unpacking:
    """One archive on its way into a folder."""

    def __init__(self, target: Path, name: str, names: Names, budget: Budget, go_on: Callable[[], None]) -> None:
        self._target = extended_length(str(target)) if sys.platform == "win32" else str(target)
        self._name = name
        self._names = names
        self._budget = budget
        self._go_on = go_on
        self._made: set[PureWindowsPath] = {PureWindowsPath()}

    def run(self, entries: Iterable[tuple[PureWindowsPath, Entry]]) -> Unpacked:
        files: list[UnpackedFile] = []
        for path, entry in entries:
            if entry.is_folder:
                self._make(path)
            elif path.parts:
                self._make(path.parent)
                files.append(self._write(path, entry))
        return Unpacked(files=tuple(files), folders=tuple(self._names.folders))

    def _make(self, folder: PureWindowsPath) -> None:
        if folder in self._made:
            return
        self._make(folder.parent)
        with as_host_error("make", folder):
            os.mkdir(self._native(folder))
        self._made.add(folder)

    def _write(self, path: PureWindowsPath, entry: Entry) -> UnpackedFile:
        digest = hashlib.sha256()
        with entry.open() as source, as_host_error("write", path), open(self._native(path), "xb") as target:
            size = self._copy(source, target, digest.update, entry)
        if size != entry.size:
            raise refusal(self._name, entry.name, f"it declares {entry.size:,} bytes and holds {size:,}")
        return UnpackedFile(path, digest.hexdigest(), size)

    def _copy(self, source: IO[bytes], target: IO[bytes], hashed: Callable[[bytes], None], entry: Entry) -> int:
        size = 0
        while chunk := source.read(entry.chunk):
            self._go_on()
            size += len(chunk)
            if size > entry.size:
                raise refusal(self._name, entry.name, f"it declares {entry.size:,} bytes and holds more")
            self._budget.spend(len(chunk))
            hashed(chunk)
            target.write(chunk)
        return size

    def _native(self, path: PureWindowsPath) -> str:
        return os.path.join(self._target, *path.parts)
