"""Writes a package into a folder as Windows keeps it: its files, its block map and its signature."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from wingetpy.errors.system import as_host_error
from wingetpy.msix.block_map import BLOCK, BlockMap, MappedFile
from wingetpy.msix.digests import LARGEST_PART
from wingetpy.msix.fetch_plan import FetchPlan, OlderBlock, fetch_plan
from wingetpy.msix.package import VerifiedPackage
from wingetpy.msix.part_names import BLOCK_MAP, CODE_INTEGRITY, SIGNATURE
from wingetpy.msix.payload import Present, payload_of, unpacked
from wingetpy.msix.read_ahead import ReadAhead

KEPT = (BLOCK_MAP, SIGNATURE, CODE_INTEGRITY)
"""Parts that no block map lists and that are kept beside the files."""


def unpack(
    package: VerifiedPackage,
    folder: Path,
    *,
    older: Sequence[tuple[Path, BlockMap]] = (),
    is_remote: bool = False,
    links: bool = False,
    go_on: Callable[[], None] = lambda: None,
    planned: Callable[[FetchPlan], None] = lambda plan: None,
    written: Callable[[int], None] = lambda size: None,
) -> None:
    """Write a package into a folder; nothing is flushed to the disk.

    Args:
        package: The package.
        folder: A native folder, empty or not there. After an error it holds a part of the package.
        older: Folders and block maps of packages that were unpacked before: blocks that they have are taken from there.
        is_remote: Whether reading the package costs a request each time: ranges are then read ahead.
        links: Whether a file that an older package has as a whole, and as it was signed, becomes a hard link to it.
        go_on: Called between pieces; raises to stop.
        planned: Told, before anything is written, what is read of the package and what is not.
        written: Called after each piece, and each linked file, with its size.

    Raises:
        MsixError: AppxBlockHashInvalid, AppxCorruptContent.
        HostError: a file cannot be written.
    """
    files = payload_of(package)
    plan = fetch_plan(files, package.block_map, [block_map for _, block_map in older])
    planned(plan)
    present = _from_folders(plan, [place for place, _ in older])
    container = package.package.container
    if links:
        linked = set(_linked(plan, package.block_map, older, folder))
        written(sum(file.size for file in files if file.name in linked))
        files = tuple(file for file in files if file.name not in linked)
    with ReadAhead(container.source, plan.ranges if is_remote else ()) as source, _Files(folder) as target:
        for file, data in unpacked(package, files, source=source, present=present, go_on=go_on):
            target.write(file.name, data)
            written(len(data))
        for name in KEPT:
            if (part := container.part(name)) is not None:
                target.write(name, part.read(LARGEST_PART))  # under the name by which it is looked for


def changed_files(folder: Path, block_map: BlockMap, go_on: Callable[[], None] = lambda: None) -> Iterator[str]:
    """Yield the names, with slashes, of the files in a folder that are not as the block map lists them, or not there.

    Args:
        folder: Where a package was unpacked.
        block_map: The package's.
        go_on: Called for each block; raises to stop.
    """
    for file in block_map.files.values():
        name = file.name.replace("\\", "/")
        if not _is_as_listed(folder / name, file, block_map.method, go_on):
            yield name


def _is_as_listed(path: Path, file: MappedFile, method: str, go_on: Callable[[], None]) -> bool:
    try:
        with open(path, "rb") as content:
            for digest in file.hashes:
                go_on()
                if hashlib.new(method, content.read(BLOCK)).digest() != digest:
                    return False
            return content.tell() == file.size and not content.read(1)
    except OSError:  # not there, a folder, or not readable: not as it was
        return False


def _linked(
    plan: FetchPlan, block_map: BlockMap, older: Sequence[tuple[Path, BlockMap]], folder: Path
) -> Iterator[str]:
    """Link the files that older packages have as a whole, and yield their names."""
    for name, (number, other) in plan.same_files.items():
        mapped, source = block_map.file(name), older[number][0] / other
        if mapped is None or not _is_as_listed(source, mapped, block_map.method, lambda: None):
            continue
        try:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            os.link(source, folder / name)
        except OSError:  # another volume, or one without hard links: it is copied
            continue
        yield name


class _Files:
    """Writes files below a folder one after the other."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._name = ""
        self._file: BinaryIO | None = None
        self._made: set[Path] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file is not None:  # closing writes what is left
            with as_host_error("write", self._file.name) if error is None else suppress(OSError):
                self._file.close()

    def write(self, name: str, data: bytes) -> None:
        """Add to a file; another name than before begins the next one."""
        path = self._folder / name
        with as_host_error("write", str(path)):
            if self._file is None or name != self._name:
                if self._file is not None:
                    self._file.close()
                if path.parent not in self._made:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    self._made.add(path.parent)
                self._file, self._name = open(path, "wb"), name  # noqa: SIM115  closed with the next one, or at the end
            self._file.write(data)


def _from_folders(plan: FetchPlan, folders: Sequence[Path]) -> Present:
    """Return what reads blocks from the folders of older packages."""

    def read(digest: bytes) -> bytes | None:
        place: OlderBlock | None = plan.present.get(digest)
        if place is None:
            return None
        try:
            with open(folders[place.package] / place.name, "rb") as file:
                file.seek(place.offset)
                return file.read(place.size)
        except OSError:  # gone or not readable meanwhile: it is read from the package
            return None

    return read
