"""One entry of an archive, whatever the format, and how a refusal of it reads."""

from __future__ import annotations

from collections.abc import Callable
from typing import IO

import msgspec

from wingetpy.errors import ArchiveUnsafe

CHUNK = 1 << 20
SMALL_CHUNK = 1 << 12
"""For methods that unpack all they are given at once, so that one read stays within some megabytes."""


class Entry(msgspec.Struct, frozen=True):
    """What an archive says of one entry.

    Attributes:
        name: As it is in the archive, with either separator.
        size: Bytes that it declares to become.
        is_folder: Folders have no content.
        why_refused: Why its kind is refused, as a clause; None for an ordinary file or folder.
        open: Gives its content.
        chunk: Bytes to read at a time.
    """

    name: str
    size: int
    is_folder: bool
    why_refused: str | None
    open: Callable[[], IO[bytes]]
    chunk: int = CHUNK


def refusal(archive: str, entry: str, reason: str) -> ArchiveUnsafe:
    """The error for an entry that is not extracted. `reason` is a clause."""
    shown = entry if len(entry) <= 120 else entry[:117] + "..."
    return ArchiveUnsafe(
        f"The archive '{archive}' is refused: its entry {shown!r} cannot be extracted, because {reason}.",
        target=archive,
        remedy="Report it to the publisher of the archive; nothing was changed.",
    )
