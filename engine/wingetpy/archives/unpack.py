"""Archives: unpacked into an empty folder, entry by entry, with everything checked before and while it is written.

Used for archives of packages and of manifests alike. A zip is refused before its first byte is written, as its
directory names all entries; a tar is checked entry by entry, so a caller removes the folder when one is refused.
What an archive declares is held against the limits; then every byte is counted, because what it declares may be false.
"""

from __future__ import annotations

import hashlib
import os
import sys
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path, PureWindowsPath
from typing import IO

import msgspec

from wingetpy.archives.entry import CHUNK, Entry, reading, refusal, unreadable
from wingetpy.archives.formats import Format, Tar, ZipOnDisk, packed_size, zip_entries
from wingetpy.archives.limits import Budget, Limits
from wingetpy.archives.names import Names
from wingetpy.errors.system import as_host_error
from wingetpy.model.paths import extended_length

_BUFFER = 4096
"""Larger pieces are written as they are; a size that is given spares a question to the system for each file."""
_PACKAGE_PARTS = ("appxmanifest.xml", "appxmetadata/appxbundlemanifest.xml")


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
    only: Callable[[PureWindowsPath], bool] | None = None,
) -> Unpacked:
    """Unpack an archive into a folder that exists and is empty.

    Args:
        archive: Native path of the archive.
        target: Native path of the folder.
        limits: What it may become.
        name: What the archive is called in messages.
        form: Its format.
        go_on: Called for each entry and between chunks; raises to stop.
        only: Which entries of a zip are unpacked; all are checked.

    Raises:
        ArchiveUnreadable: It is damaged or of another format.
        ArchiveUnsafe: With the entry and the reason.
        HostError: DiskFull, with both sizes, or what the system refused.
    """
    with ExitStack() as opened:
        if form == "zip":
            with reading(name):
                zipped = opened.enter_context(zipfile.ZipFile(opened.enter_context(ZipOnDisk(archive, limits.names))))
                budget = Budget(limits, packed_size(zipped, archive), name)
                entries = zip_entries(zipped)
            unpacking = _Unpacking(target, name, Names(name, limits), budget, go_on)
            checked = list(unpacking.checked(entries))
            budget.expect(sum(entry.size for entry in entries))
            if only is not None:
                checked = [(path, entry) for path, entry in checked if only(path)]
            return unpacking.run(checked)
        with reading(name):
            tar = Tar(opened.enter_context(open(archive, "rb")), name)
            budget = Budget(limits, archive.stat().st_size, name)
        unpacking = _Unpacking(target, name, Names(name, limits), budget, go_on)
        return unpacking.run(unpacking.checked(tar.entries()))


def listed(archive: Path, limits: Limits, *, name: str) -> tuple[PureWindowsPath, ...]:
    """Return the files of a zip, in its order, each checked as for unpacking. Raises as `unpack` does."""
    with ExitStack() as opened:
        with reading(name):
            zipped = opened.enter_context(zipfile.ZipFile(opened.enter_context(ZipOnDisk(archive, limits.names))))
            entries = zip_entries(zipped)
        names = Names(name, limits)
        return tuple(path for entry in entries if (path := names.take(entry)).parts and not entry.is_folder)


def is_package(archive: Path, limits: Limits, *, name: str) -> bool:
    """Return whether a zip has the parts by which Windows knows an MSIX package or bundle. Raises ArchiveUnreadable."""
    with ExitStack() as opened, reading(name):
        zipped = opened.enter_context(zipfile.ZipFile(opened.enter_context(ZipOnDisk(archive, limits.names))))
        return any(one.filename.replace("\\", "/").lower() in _PACKAGE_PARTS for one in zipped.infolist())


class _Unpacking:
    """One archive on its way into a folder."""

    def __init__(self, target: Path, name: str, names: Names, budget: Budget, go_on: Callable[[], None]) -> None:
        self._target = extended_length(str(target)) if sys.platform == "win32" else str(target)
        self._name = name
        self._names = names
        self._budget = budget
        self._go_on = go_on
        self._made: set[tuple[str, ...]] = {()}
        """The parts of their paths: `Names` lets no two differ in case only."""

    def checked(self, entries: Iterable[Entry]) -> Iterator[tuple[PureWindowsPath, Entry]]:
        """Each entry with its path; raises for one that is refused."""
        for entry in entries:
            self._go_on()
            yield self._names.take(entry), entry

    def run(self, entries: Iterable[tuple[PureWindowsPath, Entry]]) -> Unpacked:
        files: list[UnpackedFile] = []
        for path, entry in entries:
            self._go_on()
            if entry.is_folder:
                self._make(path)
            elif path.parts:
                if path.parts[:-1] not in self._made:
                    self._make(path.parent)
                files.append(self._write(path, entry))
        return Unpacked(files=tuple(files), folders=tuple(self._names.folders))

    def _make(self, folder: PureWindowsPath) -> None:
        if folder.parts in self._made:
            return
        self._make(folder.parent)
        with as_host_error("make", folder):
            os.mkdir(self._native(folder))
        self._made.add(folder.parts)

    def _write(self, path: PureWindowsPath, entry: Entry) -> UnpackedFile:
        digest = hashlib.sha256()
        with reading(self._name):
            source = entry.open()
        with source, as_host_error("write", path), open(self._native(path), "xb", _BUFFER) as target:
            size = self._copy(source, target, digest.update, entry)
        if size != entry.size:
            raise refusal(self._name, entry.name, f"it declares {entry.size:,} bytes and holds {size:,}")
        return UnpackedFile(path, digest.hexdigest(), size)

    def _copy(self, source: IO[bytes], target: IO[bytes], hashed: Callable[[bytes], None], entry: Entry) -> int:
        size = crc = 0
        while chunk := self._read(source):
            self._go_on()
            size += len(chunk)
            if size > entry.size:
                raise refusal(self._name, entry.name, f"it declares {entry.size:,} bytes and holds more")
            self._budget.spend(len(chunk))
            hashed(chunk)
            if entry.crc is not None:
                crc = zlib.crc32(chunk, crc)
            target.write(chunk)
        if entry.crc is not None and size == entry.size and crc != entry.crc:
            raise unreadable(self._name, f"bad CRC-32 for file {entry.name!r}")
        return size

    def _read(self, source: IO[bytes]) -> bytes:
        with reading(self._name):
            return source.read(CHUNK)

    def _native(self, path: PureWindowsPath) -> str:
        return os.path.join(self._target, *path.parts)
