"""The file that holds one user's, or the machine's, list of sources."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from wingetpy.errors import Busy, ErrorCode, SourceError
from wingetpy.hosts.lock_file import lock_file
from wingetpy.hosts.native_files import read_own_file, write_whole
from wingetpy.model.decoding import UNREADABLE, json_decoder
from wingetpy.sources.details import SourceDetails

FILE_NAME = "sources.json"
_WAIT_SECONDS = 10.0


class DefaultChange(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What was changed of a default source."""

    name: str
    explicit: bool
    priority: int


class SourceList(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """The file. Members that a newer engine adds are ignored by an older one.

    Attributes:
        sources: Those that were added.
        removed_defaults: Names of the default sources that were removed; None in a file of a version that had none.
        changed_defaults: What was changed of the others.
        accepted: Keys of the agreements that were accepted (`SourceAgreements.key`), by the source's identifier.
    """

    format: int = 2
    sources: tuple[SourceDetails, ...] = ()
    removed_defaults: tuple[str, ...] | None = None
    changed_defaults: tuple[DefaultChange, ...] = ()
    accepted: dict[str, str] = {}


class Draft:
    """A list while it is changed. None of `removed` is not written: nothing is said of the default sources then."""

    def __init__(self, kept: SourceList) -> None:
        self.sources = list(kept.sources)
        self.removed = None if kept.removed_defaults is None else list(kept.removed_defaults)
        self.changed = {one.name: one for one in kept.changed_defaults}
        self.accepted = dict(kept.accepted)

    @property
    def list(self) -> SourceList:
        return SourceList(
            sources=tuple(self.sources),
            removed_defaults=None if self.removed is None else tuple(sorted(set(self.removed))),
            changed_defaults=tuple(self.changed.values()),
            accepted=self.accepted,
        )


class ListFile:
    """One list. One process changes it at a time; a reader sees the list before or after a change."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE_NAME

    def read(self) -> SourceList | None:
        """Return the list; None if there is none yet.

        Raises:
            SourceError: SourcesInvalid, the file is damaged.
        """
        try:
            return json_decoder(SourceList).decode(_without_mark(read_own_file(self._path)))
        except FileNotFoundError:
            return None
        except (OSError, *UNREADABLE) as error:
            raise SourceError(
                f"The list of sources {self._path} cannot be read: {error}.",
                code=ErrorCode.SourcesInvalid,
                target=str(self._path),
                remedy="Correct the file, or remove it and add the sources again.",
            ) from error

    @contextmanager
    def changing(self, fresh: SourceList) -> Iterator[Draft]:
        """Give the list to change; it is written when the block ends well and something has changed.

        Args:
            fresh: The list where there is no file yet.

        Raises:
            Busy: another process changes it for longer than ten seconds.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        busy = Busy("Another process is changing the list of sources.", remedy="Try again.")
        with lock_file(self._path.with_suffix(".lock"), _WAIT_SECONDS, busy):
            kept = self.read()
            draft = Draft(kept or fresh)
            yield draft
            if draft.list != kept:
                write_whole(self._path, msgspec.json.format(msgspec.json.encode(draft.list)))


def _without_mark(raw: bytes) -> bytes:
    """Return JSON as UTF-8, as an editor of Windows may not have saved it: with a byte order mark, or as UTF-16.

    Raises:
        UnicodeError: it is no UTF-16 after all.
    """
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16").encode()
    return raw.removeprefix(codecs.BOM_UTF8)
