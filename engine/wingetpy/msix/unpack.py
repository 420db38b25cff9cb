"""Writes a package into a folder as Windows keeps it: its files, its block map and its signature."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

from wingetpy.errors.system import as_host_error
from wingetpy.msix.block_map import BLOCK, BlockMap
from wingetpy.msix.digests import LARGEST_PART
from wingetpy.msix.fetch_plan import FetchPlan, OlderBlock, fetch_plan
from wingetpy.msix.package import VerifiedPackage
from wingetpy.msix.part_names import BLOCK_MAP, CODE_INTEGRITY, SIGNATURE
from wingetpy.msix.payload import Present, payload_of, unpacked
from wingetpy.msix.read_ahead import ReadAhead

_KEPT = (BLOCK_MAP, SIGNATURE, CODE_INTEGRITY)
"""Parts that no block map lists and that are kept beside the files."""


def unpack(
    package: VerifiedPackage,
    folder: Path,
    *,
    older: Sequence[tuple[Path, BlockMap]] = (),
    is_remote: bool = False,
    go_on: Callable[[], None] = lambda: None,
    written: Callable[[int], None] = lambda size: None,
) -> FetchPlan:
    """Write a package into a folder; nothing is flushed to the disk.

    Args:
        package: The package.
        folder: A native folder, empty or not there. After an error it holds a part of the package.
        older: Folders and block maps of packages that were unpacked before: blocks that they have are taken from there.
        is_remote: Whether reading the package costs a request each time: ranges are then read ahead.
        go_on: Called between pieces; raises to stop.
        written: Called after each piece with its size.

    Returns:
        What was read of the package, and what was not.

    Raises:
        MsixError: AppxBlockHashInvalid, AppxCorruptContent.
        HostError: a file cannot be written.
    """
    files = payload_of(package)
    plan = fetch_plan(files, package.block_map, [block_map for _, block_map in older])
    present = _from_folders(plan, [place for place, _ in older])
    container = package.package.container
    with ReadAhead(container.source, plan.ranges if is_remote else ()) as source, _Files(folder) as target:
        for file, data in unpacked(package, files, source=source, present=present, go_on=go_on):
            target.write(file.name, data)
            written(len(data))
        for name in _KEPT:
            if (part := container.part(name)) is not None:
                target.write(part.name, part.read(LARGEST_PART))
    return plan


def changed_files(folder: Path, block_map: BlockMap, go_on: Callable[[], None] = lambda: None) -> Iterator[str]:
    """Yield the names, with slashes, of the files in a folder that are not as the block map lists them, or not there.

    Args:
        folder: Where a package was unpacked.
        block_map: The package's.
        go_on: Called for each block; raises to stop.
    """
    for file in block_map.files.values():
        name = file.name.replace("\\", "/")
        try:
            with open(folder / name, "rb") as content:
                good = True
                for digest in file.hashes:
                    go_on()
                    good = good and hashlib.new(block_map.method, content.read(BLOCK)).digest() == digest
                good = good and content.tell() == file.size and not content.read(1)
        except OSError:  # not there, a folder, or not readable: not as it was
            good = False
        if not good:
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
        if self._file is not None:
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
