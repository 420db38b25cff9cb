"""Archives: unpacked into the staging folder, entry by entry, with everything checked before and while it is written.

Nothing of the machine is touched here. What an archive declares is held against the free space first; then every byte
is counted, because what it declares may be a lie.
"""

from __future__ import annotations

import hashlib
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path, PureWindowsPath
from typing import IO

import msgspec

from wingetpy.archives.names import checked_names, is_folder, refused
from wingetpy.errors import EngineError, ErrorCode, HostError, OperationError
from wingetpy.errors.system import as_host_error

_CHUNK = 1 << 20
_SMALL_CHUNK = 1 << 12
"""For methods that unpack all they are given at once: so one read stays within some megabytes."""
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    ValueError,
    NotImplementedError,
    RuntimeError,
)
BOMB_RATIO = 200
BOMB_SIZE = 1_000_000_000
"""What grows more than 200 times, to more than this many bytes, is a bomb and no package."""


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
    archive: Path, place: Callable[[PureWindowsPath], Path], free: int, name: str, go_on: Callable[[], None]
) -> Unpacked:
    """Unpack a zip into a folder that is there and empty.

    Args:
        archive: Native path of the zip.
        place: Gives the native path of a relative one: the folder is `place(PureWindowsPath())`.
        free: Free bytes on its volume.
        name: What the archive is called in messages.
        go_on: Called between chunks; raises to stop.

    Raises:
        OperationError: ExtractArchiveFailed, with the entry and the reason.
        HostError: DiskFull, with both sizes.
    """
    try:
        with zipfile.ZipFile(archive) as opened:
            return _unpack_all(archive, opened, place, free, name, go_on)
    except EngineError:
        raise
    except _DAMAGE as error:
        raise OperationError(
            f"The archive '{name}' cannot be read: {str(error).rstrip('.') or type(error).__name__}.",
            code=ErrorCode.ExtractArchiveFailed,
            category="InvalidData",
            target=name,
            remedy="It may be damaged or no zip at all; report it to whoever keeps the manifest. Nothing was changed.",
        ) from error


def _unpack_all(
    archive: Path,
    opened: zipfile.ZipFile,
    place: Callable[[PureWindowsPath], Path],
    free: int,
    name: str,
    go_on: Callable[[], None],
) -> Unpacked:
    members = checked_names(opened.infolist(), name)
    _refuse_bomb(opened.infolist(), archive.stat().st_size, name)
    _need_space(sum(member.file_size for member in members.values()), free, name)
    folders = _folders(members)
    for folder in folders:
        with as_host_error("make", folder):
            place(folder).mkdir(exist_ok=True)
    files = tuple(
        _unpack_one(opened, member, path, place(path), name, go_on)
        for path, member in members.items()
        if not is_folder(member)
    )
    return Unpacked(files=files, folders=folders)


def _folders(members: dict[PureWindowsPath, zipfile.ZipInfo]) -> tuple[PureWindowsPath, ...]:
    found: dict[PureWindowsPath, None] = {}
    for path, member in members.items():
        for parent in reversed(path.parents):
            if parent.parts:
                found[parent] = None
        if is_folder(member):
            found[path] = None
    return tuple(sorted(found, key=lambda folder: len(folder.parts)))


def _refuse_bomb(members: list[zipfile.ZipInfo], archive_size: int, name: str) -> None:
    declared = sum(member.file_size for member in members)
    # Entries may overlap: together they claim more packed bytes than the archive has.
    packed = min(archive_size, sum(member.compress_size for member in members))
    if declared > BOMB_SIZE and declared > BOMB_RATIO * max(packed, 1):
        raise OperationError(
            f"The archive '{name}' is refused: {packed:,} bytes would become {declared:,}, more than"
            f" {BOMB_RATIO} times as many.",
            code=ErrorCode.ExtractArchiveFailed,
            category="SecurityError",
            target=name,
            remedy="Report it to whoever keeps the manifest; nothing was changed.",
        )


def _need_space(needed: int, free: int, name: str) -> None:
    if needed > free:
        raise HostError(
            f"The disk is full: unpacking '{name}' needs {needed:,} bytes, {free:,} are free.",
            code=ErrorCode.DiskFull,
            category="ResourceUnavailable",
            target=name,
            remedy=f"Free at least {needed - free:,} bytes and try again.",
        )


def _unpack_one(
    opened: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    path: PureWindowsPath,
    native: Path,
    name: str,
    go_on: Callable[[], None],
) -> UnpackedFile:
    digest = hashlib.sha256()
    with opened.open(member) as source, as_host_error("write", path), native.open("xb") as target:
        size = _copy(source, target, digest.update, member, name, go_on)
    if size != member.file_size:
        raise refused(name, member.filename, f"it declares {member.file_size:,} bytes and holds {size:,}")
    return UnpackedFile(path, digest.hexdigest(), size)


def _copy(
    source: IO[bytes],
    target: IO[bytes],
    hashed: Callable[[bytes], None],
    member: zipfile.ZipInfo,
    name: str,
    go_on: Callable[[], None],
) -> int:
    size = 0
    at_once = _CHUNK if member.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) else _SMALL_CHUNK
    while chunk := source.read(at_once):
        go_on()
        size += len(chunk)
        if size > member.file_size:
            raise refused(name, member.filename, f"it declares {member.file_size:,} bytes and holds more")
        hashed(chunk)
        target.write(chunk)
    return size
