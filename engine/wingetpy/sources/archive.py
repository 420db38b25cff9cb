"""Unpacks an archive of manifests safely: nothing leaves the folder, no links, no bombs."""

from __future__ import annotations

import os
import shutil
import stat
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO, NamedTuple

from wingetpy.errors import ErrorCode, SourceError

_SUSPICIOUS_SIZE = 1024**3
_SUSPICIOUS_RATIO = 200
_CHUNK = 1024 * 1024
_FORBIDDEN = frozenset('<>:"|?*')
_DEVICES = frozenset(
    ("con", "prn", "aux", "nul", *(f"com{digit}" for digit in range(1, 10)), *(f"lpt{digit}" for digit in range(1, 10)))
)


class _Member(NamedTuple):
    name: str
    open: Callable[[], IO[bytes] | None]


def unpack(archive: str, target: Path) -> None:
    """Unpack an archive into a folder that is not there yet.

    Args:
        archive: A native path; its name says what it is.
        target: Made with its parents; removed again when anything is wrong.

    Raises:
        SourceError: naming the member that is refused, or why the archive cannot be read.
    """
    try:
        target.mkdir(parents=True)
        with _members(archive) as members:
            _write(archive, members, target)
    except (OSError, EOFError, zipfile.BadZipFile, tarfile.TarError, NotImplementedError, RuntimeError) as error:
        shutil.rmtree(target, ignore_errors=True)
        raise _refused(archive, f"it cannot be unpacked ({error})", ErrorCode.SourceOpenFailed) from error
    except SourceError:
        shutil.rmtree(target, ignore_errors=True)
        raise


def _write(archive: str, members: Iterator[_Member], target: Path) -> None:
    room = shutil.disk_usage(target).free
    packed = max(os.path.getsize(archive), 1)
    written = 0
    taken: set[str] = set()
    for member in members:
        path = _safe(archive, member.name, taken)
        place = target / path
        place.parent.mkdir(parents=True, exist_ok=True)
        content = member.open()
        if content is None:
            raise _refused(archive, f"its member {member.name!r} is a link, a device or encrypted")
        with content as source, open(place, "xb") as file:
            while chunk := source.read(_CHUNK):
                written += len(chunk)
                if written > room or (written > _SUSPICIOUS_SIZE and written / packed > _SUSPICIOUS_RATIO):
                    raise _refused(
                        archive, f"it grows to more than {written} bytes while it is unpacked", ErrorCode.DiskFull
                    )
                file.write(chunk)


def _safe(archive: str, name: str, taken: set[str]) -> str:
    """The member's path below the target, if it has one that means the same on every system."""
    path = name.replace("\\", "/").removeprefix("./")
    if any(_wrong_part(part) for part in path.split("/")):
        raise _refused(archive, f"its member {name!r} has a name that is not safe")
    if path.casefold() in taken:
        raise _refused(archive, f"its member {name!r} is in it twice")
    taken.add(path.casefold())
    return path


def _wrong_part(part: str) -> bool:
    return (
        part in ("", ".", "..")
        or part.endswith((".", " "))
        or bool(_FORBIDDEN.intersection(part))
        or any(letter < " " for letter in part)
        or part.split(".")[0].rstrip(" ").lower() in _DEVICES
    )


@contextmanager
def _members(archive: str) -> Iterator[Iterator[_Member]]:
    if archive.lower().endswith(".zip"):
        with zipfile.ZipFile(archive) as zipped:
            yield _zip_members(zipped)
    else:
        with tarfile.open(archive, "r|*") as tar:
            yield _tar_members(tar)


def _zip_members(zipped: zipfile.ZipFile) -> Iterator[_Member]:
    for info in zipped.infolist():
        kind = stat.S_IFMT(info.external_attr >> 16)
        encrypted = info.flag_bits & 1
        if not info.is_dir():
            opens = partial(zipped.open, info) if kind in (0, stat.S_IFREG) and not encrypted else _nothing
            yield _Member(info.filename, opens)


def _tar_members(tar: tarfile.TarFile) -> Iterator[_Member]:
    for info in tar:
        if not info.isdir():
            yield _Member(info.name, partial(tar.extractfile, info) if info.isreg() else _nothing)


def _nothing() -> None:
    """Of a member that is no ordinary file."""


def _refused(archive: str, reason: str, code: ErrorCode = ErrorCode.SourceDataIntegrityFailure) -> SourceError:
    return SourceError(
        f"The archive {archive} is refused: {reason}.",
        code=code,
        target=archive,
        remedy="Get the archive again, or ask whoever made it.",
    )
