"""A folder, a share or an archive of manifests as a source: the index answers, manifests are read from the files."""

from __future__ import annotations

import os
import sqlite3
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from wingetpy.errors import ErrorCode, HostError, SourceError
from wingetpy.model.call import Call
from wingetpy.sources.details import BrokenFile, SourceDetails, SourceUpdate
from wingetpy.sources.folder.freshness import Freshness
from wingetpy.sources.folder.location import absolute
from wingetpy.sources.folder.opened import OpenFolder
from wingetpy.sources.index.generation import Generation, IndexFolder
from wingetpy.sources.index.held import HeldIndex, was_removed
from wingetpy.sources.index.query import Index
from wingetpy.sources.source import OpenSource, SourceAccess, SourceHome

if TYPE_CHECKING:
    pass

_Answer = TypeVar("_Answer")
_FILE_GONE = {ErrorCode.FileNotFound, ErrorCode.PathNotFound}
_FOLDER_GONE = {*_FILE_GONE, ErrorCode.SourceOpenFailed}
"""What a refresh ends with when its folder is taken away meanwhile."""
_ATTEMPTS = 3


class FolderSource:
    """One configured folder source. `open` it before each use; several threads may use it at once.

    Args:
        details: What is configured.
        home: Its folder holds the indexes and an unpacked archive.
    """

    def __init__(self, details: SourceDetails, home: SourceHome) -> None:
        self.details = details
        self._argument = absolute(details.argument)
        self._folder = IndexFolder(home.folder)
        self._freshness = Freshness(details, self._argument, self._folder, home)
        self._held = HeldIndex(self._folder)

    def open(self, call: Call, access: SourceAccess) -> OpenSource:
        """See that the source is there and that its index is fresh enough; the first index is waited for.

        Raises:
            SourceError: the source is gone, cannot be read, or has no index and none can be made.
        """
        self._check_presence()
        self._refreshed(self._freshness.ensure, call)
        return OpenFolder(self.details, self._held, call)

    def update(self, call: Call, access: SourceAccess) -> SourceUpdate:
        """Compare the index with the source now, with progress. Raises as `open` does."""
        self._check_presence()
        started, clock = time.time(), time.monotonic()
        generation = self._refreshed(self._freshness.update, call)
        return SourceUpdate(
            name=self.details.name,
            changed=generation.built >= started,
            files=generation.files,
            packages=generation.packages,
            versions=generation.versions,
            skipped=generation.skipped,
            broken=tuple(BrokenFile(file.path, file.reason) for file in self._held.ask(Index.skipped, call)),
            seconds=round(time.monotonic() - clock, 3),
        )

    def close(self) -> None:
        self._held.close()

    def _rebuilt(self, error: sqlite3.DatabaseError, call: Call) -> Generation:
        """Replace a damaged index: it holds nothing that the source does not."""
        text = f"The index of the source {self.details.name} was damaged ({error}); it is rebuilt."
        call.message("Warning", text, ErrorCode.SourceDataIntegrityFailure.hex)
        self._folder.forget()
        return self._freshness.update(call)

    def _refreshed(self, refresh: Callable[[Call], Generation], call: Call) -> Generation:
        """Answer from what a refresh returns. Searches of other threads continue meanwhile, with the index before.

        Another request may remove the source at the same time, and add it again.
        """
        before = self._folder.number()
        for _ in range(_ATTEMPTS - 1):
            try:
                return self._used(refresh, call)
            except (HostError, SourceError) as error:
                if error.code in _FOLDER_GONE and self._folder.was_removed():
                    raise was_removed(self.details.name) from error
                if error.code not in _FILE_GONE and before in (None, self._folder.number()):
                    raise
        return self._used(refresh, call)

    def _used(self, refresh: Callable[[Call], Generation], call: Call) -> Generation:
        try:
            return self._held.use(refresh(call), self.details.name, call)
        except sqlite3.OperationalError:  # another engine made the next generation at this moment and removed this one
            return self._opened_or_rebuilt(self._freshness.ensure(call), call)
        except sqlite3.DatabaseError as error:
            return self._held.use(self._rebuilt(error, call), self.details.name, call)

    def _opened_or_rebuilt(self, generation: Generation, call: Call) -> Generation:
        try:
            return self._held.use(generation, self.details.name, call)
        except sqlite3.DatabaseError as error:
            return self._held.use(self._rebuilt(error, call), self.details.name, call)

    def _check_presence(self) -> None:
        if not os.path.exists(self._argument):
            raise SourceError(
                f"The source {self.details.name} does not exist at {self.details.argument}.",
                code=ErrorCode.SourceOpenFailed,
                target=self.details.name,
                remedy="Check that the folder, share or archive can be reached, or remove the source.",
            )
