"""The content of a stored package: its block map, and whether its files are as that lists them."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path, PureWindowsPath

from wingetpy.errors import EngineError
from wingetpy.hosts.files import Files
from wingetpy.hosts.native_files import read_own_file
from wingetpy.hosts.sandbox.packages.records import StoredPackage
from wingetpy.hosts.sandbox.packages.state import State
from wingetpy.msix.block_map import BLOCK, BlockMap, parse_block_map
from wingetpy.msix.cms import HASHES
from wingetpy.msix.digests import MAP
from wingetpy.msix.part_names import BLOCK_MAP, SIGNATURE
from wingetpy.msix.signature import LARGEST_SIGNATURE

_LARGEST_BLOCK_MAP = 128 << 20
_MOST_OLDER = 8
"""Packages whose blocks are looked at before a new one is fetched."""


def native_folder(package: StoredPackage, files: Files) -> Path | None:
    """Return where a package lies on this disk; None for one without content."""
    if not package.location:
        return None
    machine = PureWindowsPath(package.location)
    return files.local(machine) if machine.drive else Path(package.location)


def block_map_of(package: StoredPackage, files: Files) -> BlockMap | None:
    """Return the block map beside a package; None where there is none that can be read, or not the package's own."""
    folder = native_folder(package, files)
    if folder is None:
        return None
    try:
        text = read_own_file(folder / BLOCK_MAP, _LARGEST_BLOCK_MAP)
        if not package.is_in_place and not _is_own(text, folder, package.digest):
            return None
        return parse_block_map(text, package.full_name)
    except (OSError, EngineError):
        return None


def _is_own(block_map: bytes, folder: Path, digest: str) -> bool:
    """Whether a block map is the one that was checked: the records have its digest, or that of the signature that has
    it.
    """
    if digest == f"sha256:{hashlib.sha256(block_map).hexdigest()}":
        return True
    signature = read_own_file(folder / SIGNATURE, LARGEST_SIGNATURE)
    if digest != f"sha256:{hashlib.sha256(signature).hexdigest()}":
        return False
    return any(MAP + hashlib.new(method, block_map).digest() in signature for method in HASHES)


def is_damaged(package: StoredPackage, files: Files) -> bool:
    """Return whether a file of a package is not as its block map lists it.

    Files that have the sizes and times with which they were unpacked are not read.
    """
    folder, block_map = native_folder(package, files), block_map_of(package, files)
    if folder is None or package.is_in_place:
        return False
    if block_map is not None and package.stamp and stamp_of(folder, block_map) == package.stamp:
        return False
    return bool(damaged_files(package, files))


def stamp_of(folder: Path, block_map: BlockMap) -> str:
    """Return a text that differs when a file of a package has another size or time; empty where one is not there."""
    stamps = hashlib.sha256()
    try:
        for key, file in sorted(block_map.files.items()):
            status = os.lstat(folder / file.name.replace("\\", "/"))
            stamps.update(f"{key}|{status.st_size}|{status.st_mtime_ns}\n".encode("utf-8", "surrogatepass"))
    except OSError:
        return ""
    return stamps.hexdigest()


def damaged_files(package: StoredPackage, files: Files) -> list[str]:
    """Return the files of a package that are not as its block map lists them, with slashes; the block map itself
    where it cannot be read. A loose folder is its user's: nothing in it is damaged.
    """
    from wingetpy.msix.unpack import changed_files  # late: start time

    folder = native_folder(package, files)
    if folder is None or package.is_in_place:
        return []
    block_map = block_map_of(package, files)
    return [BLOCK_MAP] if block_map is None else list(changed_files(folder, block_map))


def likely_older(family: str, publisher_id: str, state: State, files: Files) -> Iterator[tuple[Path, BlockMap]]:
    """Yield folders and block maps of packages that may have blocks of a new one: of its family, the newest first,
    then of its publisher. A loose folder is its user's, who may change it at any time: it is none of them.
    """
    own = [one for one in state.of_family(family) if not one.is_bundle and not one.is_in_place]
    ending = f"_{publisher_id}".lower()
    others = [
        one
        for one in state.packages.values()
        if one.family != family.lower() and one.family.endswith(ending) and not (one.is_bundle or one.is_in_place)
    ]
    for package in [*own, *others][:_MOST_OLDER]:
        folder, block_map = native_folder(package, files), block_map_of(package, files)
        if folder is not None and block_map is not None:
            yield folder, block_map


def rebuild(folder: Path, block_map: BlockMap, names: Sequence[str], older: Sequence[tuple[Path, BlockMap]]) -> bool:
    """Write files into a folder from blocks that other packages have.

    Args:
        folder: A native one; made where it is not there.
        block_map: Lists the files.
        names: Of the files, with slashes.
        older: Folders and block maps of the other packages.

    Returns:
        Whether all were written; False where a block is nowhere, or the system refuses.
    """
    places = _places(block_map.method, older)
    for name in names:
        file = block_map.file(name)
        if file is None:
            return False
        try:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            with open(folder / name, "wb") as target:
                for digest in file.hashes:
                    block = _block(digest, block_map.method, places.get(digest, ()))
                    if block is None:
                        return False
                    target.write(block)
        except OSError:
            return False
    return True


def _places(method: str, older: Sequence[tuple[Path, BlockMap]]) -> dict[bytes, list[tuple[Path, int]]]:
    """Return for each block the files that should have it, and where."""
    places: dict[bytes, list[tuple[Path, int]]] = {}
    for folder, block_map in older:
        for file in block_map.files.values() if block_map.method == method else ():
            for index, digest in enumerate(file.hashes):
                places.setdefault(digest, []).append((folder / file.name.replace("\\", "/"), index * BLOCK))
    return places


def _block(digest: bytes, method: str, places: Sequence[tuple[Path, int]]) -> bytes | None:
    for path, offset in places:
        try:
            with open(path, "rb") as file:
                file.seek(offset)
                block = file.read(BLOCK)
        except OSError:
            continue
        if hashlib.new(method, block).digest() == digest:
            return block
    return None
