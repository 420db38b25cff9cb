"""One entry of an archive, whatever the format; how a refusal of it and damage of the archive read."""

from __future__ import annotations

import errno
from collections.abc import Callable
from types import TracebackType
from typing import IO

import msgspec

from wingetpy.errors import ArchiveUnreadable, ArchiveUnsafe, EngineError
from wingetpy.errors.system import as_host_error

CHUNK = 1 << 20


class Entry(msgspec.Struct, frozen=True):
    """What an archive says of one entry.

    Attributes:
        name: As it is in the archive, with either separator.
        size: Bytes that it declares to become.
        is_folder: Folders have no content.
        why_refused: Why its kind is refused, as a clause; None for an ordinary file or folder.
        open: Gives its content; no read makes more bytes than it is asked for.
        crc: What the content's CRC-32 must be, where `open` does not check it.
    """

    name: str
    size: int
    is_folder: bool
    why_refused: str | None
    open: Callable[[], IO[bytes]]
    crc: int | None = None


def refusal(archive: str, entry: str, reason: str) -> ArchiveUnsafe:
    """The error for an entry that is not extracted. `reason` is a clause."""
    shown = entry if len(entry) <= 120 else entry[:117] + "..."
    return ArchiveUnsafe(
        f"The archive '{archive}' is refused: its entry {shown!r} cannot be extracted, because {reason}.",
        target=archive,
        remedy="Report it to the publisher of the archive; nothing was changed.",
    )


def unreadable(archive: str, reason: str) -> ArchiveUnreadable:
    """The error for an archive that is damaged or of another format. `reason` is a clause."""
    return ArchiveUnreadable(
        f"The archive '{archive}' cannot be read: {reason}.",
        target=archive,
        remedy="It may be damaged or of another format; report it to the publisher. Nothing was changed.",
    )


class reading:  # noqa: N801  a verb: `with reading(name):`
    """Run Python's readers of archives: whatever they raise becomes the error of this archive.

    A class, as each entry of an archive is read inside several of them: a generator costs ten times as much.

    Args:
        archive: What the archive is called in messages.

    Raises:
        ArchiveUnreadable: What is damaged ends their reading in exceptions of any kind, also in OSErrors: bzip2 names
            no number, a place before the begin of the file is EINVAL.
        HostError: The system refuses to read the file.
    """

    __slots__ = ("_archive",)

    def __init__(self, archive: str) -> None:
        self._archive = archive

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if not isinstance(error, Exception) or isinstance(error, (EngineError, MemoryError)):
            return
        if isinstance(error, OSError) and error.errno not in (None, errno.EINVAL):
            with as_host_error("read", self._archive):
                raise error
        raise unreadable(self._archive, _reason(error)) from error


def _reason(error: Exception) -> str:
    text = str(error).rstrip(".") or type(error).__name__
    return text if len(text) <= 200 else text[:197] + "..."
