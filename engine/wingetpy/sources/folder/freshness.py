"""Keeps an index as fresh as a search needs it, without building a large one in the engine's own memory."""

from __future__ import annotations

import os
import threading
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from wingetpy.errors import Busy, Cancelled, ErrorCode, SourceError
from wingetpy.model.call import Call, Progress
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.folder.location import archive_stamp
from wingetpy.sources.index.bounds import MOST_FILES_HERE, TooMuch
from wingetpy.sources.index.generation import Generation, IndexFolder
from wingetpy.sources.index.pool import usual_processes
from wingetpy.sources.source import SourceHome

if TYPE_CHECKING:
    from wingetpy.sources.folder.indexer import FilesRead, Indexer

PATIENCE_SECONDS = 2.0
"""How long a search waits for the refresh of an index that is too old."""
HERE_SECONDS = 10.0
"""How long the engine's own process may read a source; then another one begins again, with bounds of its own."""
_BUILDER_WAIT_SECONDS = 600.0
_QUICK_BUILDER_WAIT_SECONDS = 30.0
_TELL_SECONDS = 0.2
_EMPTY_SECONDS = 5.0
"""How long a source is taken to be empty: its folder may be filled, or its share mounted, at any moment."""


class Freshness:
    """Decides when the index of one source is refreshed, and where: in this process if that is quick, else beside it.

    Args:
        details: The source.
        argument: Its folder or archive, an absolute native path.
        index: Where its generations lie.
        home: How many processes may read manifests, and how old an index may be.
    """

    def __init__(self, details: SourceDetails, argument: str, index: IndexFolder, home: SourceHome) -> None:
        self._fresh_minutes = home.fresh_minutes
        self._details = details
        self._argument = argument
        self._index = index
        self._processes = home.processes or usual_processes()
        self._indexer: Indexer | None = None
        self._warned = False
        self._lock = threading.Lock()

    def ensure(self, call: Call) -> Generation:
        """Return the index to answer from: a fresh one, or the older one with a warning while the refresh runs.

        Raises:
            SourceError: there is no index and none can be made, or the source cannot be read.
        """
        current = self._index.current()
        if current is None:
            return self.update(call)
        if self._is_fresh(current):
            return current
        if self._is_quick(current):
            with suppress(TooMuch):
                return self._here(call, wait_seconds=PATIENCE_SECONDS, current=current)
        return self._beside_for_a_moment(current, call)

    def _is_fresh(self, current: Generation) -> bool:
        minutes = self._fresh_minutes()
        longest = minutes * 60 if current.files else min(minutes * 60, _EMPTY_SECONDS)
        return minutes == 0 or 0 <= time.time() - current.checked < longest

    def update(self, call: Call) -> Generation:
        """Compare with the source now and wait for it, with progress.

        Raises:
            SourceError: the source cannot be read.
            Cancelled: the caller stopped waiting; the index stays as it was.
        """
        if self._is_quick(self._index.current()):
            with suppress(TooMuch):
                return self._here(call, wait_seconds=_QUICK_BUILDER_WAIT_SECONDS)
        return self._beside(call)

    def _beside(self, call: Call) -> Generation:
        indexer = self._start(_BUILDER_WAIT_SECONDS)
        try:
            while not indexer.wait(_TELL_SECONDS):
                self._go_on(call)
                call.progress(self._progress(indexer.progress))
        except BaseException:
            indexer.stop()
            self._remove_what_was_cut()
            raise
        return self._finished()

    def _remove_what_was_cut(self) -> None:
        from wingetpy.sources.folder.content import remove_what_was_cut  # late: start time

        remove_what_was_cut(self._index)

    def _go_on(self, call: Call) -> None:
        if call.cancelled:
            raise Cancelled(f"Indexing the source {self._details.name} was cancelled.", target=self._details.name)

    def _here(self, call: Call, wait_seconds: float, current: Generation | None = None) -> Generation:
        """Refresh in this process. Where another process refreshes for too long, `current` answers.

        Raises:
            TooMuch: It is too large for this process, or takes too long.
        """
        from wingetpy.sources.folder.content import refresh_index  # late: start time

        began = time.monotonic()

        def report(done: int, total: int) -> None:
            self._go_on(call)
            if time.monotonic() - began > wait_seconds + HERE_SECONDS:
                raise TooMuch

        try:
            return refresh_index(self._argument, self._index, 0, report, wait_seconds)
        except Busy:
            if current is None:
                raise
            return current

    def _beside_for_a_moment(self, current: Generation, call: Call) -> Generation:
        with self._lock:
            if self._indexer is None or self._indexer.ended:
                self._indexer = self._start(0.0)
            indexer = self._indexer
        try:
            done = indexer.wait(PATIENCE_SECONDS)
        except Busy:  # another engine refreshes it
            done = False
        except SourceError:
            self._remove_what_was_cut()
            raise
        if done:
            return self._finished()
        self._warn_of_age(current, call)
        return current

    def _warn_of_age(self, current: Generation, call: Call) -> None:
        """Warn once an engine: a script that asks about many packages need not read it each time."""
        if self._warned:
            return
        self._warned = True
        minutes = int((time.time() - current.checked) / 60)
        ago = f"{minutes} minute{'' if minutes == 1 else 's'} ago"
        call.message(
            "Warning",
            f"The source {self._details.name} is still being refreshed; results come from the index of {ago}.",
        )

    def _start(self, wait_seconds: float) -> Indexer:
        from wingetpy.sources.folder.indexer import Indexer, IndexingTask  # late: start time

        return Indexer(IndexingTask(self._argument, str(self._index.path), self._processes, wait_seconds))

    def _finished(self) -> Generation:
        current = self._index.current()
        if current is None:  # another request has removed the source meanwhile, or found the index damaged
            raise SourceError(
                f"The index of the source {self._details.name} was removed while it was made.",
                code=ErrorCode.FileNotFound,
                target=self._details.name,
                remedy="Try again.",
            )
        return current

    def _is_quick(self, current: Generation | None) -> bool:
        """Whether to begin in this process: what is larger than it seems is found out there."""
        if os.path.isfile(self._argument):  # however small, nobody knows what it becomes
            return current is not None and self._is_unchanged(current)
        return current is None or current.files <= MOST_FILES_HERE

    def _is_unchanged(self, current: Generation) -> bool:
        """Whether the archive is the one that was unpacked last."""
        try:
            return current.archive.startswith(archive_stamp(self._argument) + " ") and os.path.isdir(current.root)
        except OSError:
            return False

    def _progress(self, read: FilesRead) -> Progress:
        activity = f"Indexing the source {self._details.name}"
        if not read.total:
            return Progress(activity=activity, status="Looking for manifests")
        percent = read.done * 100 // read.total
        return Progress(activity=activity, status=f"{read.done} of {read.total} files", percent_complete=percent)
