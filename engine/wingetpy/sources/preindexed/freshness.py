"""When the server is asked for a newer package: before a search if that is quick, else beside it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from wingetpy.errors import Busy, Cancelled, EngineError, SourceError
from wingetpy.model.call import Call, Progress
from wingetpy.sources.index.generation import Generation, IndexFolder
from wingetpy.sources.preindexed.server import SourceServer

if TYPE_CHECKING:
    from wingetpy.sources.preindexed.refresh import PackageRefresh
    from wingetpy.sources.preindexed.updater import Updater
    from wingetpy.sources.source import SourceAccess

PATIENCE_SECONDS = 2.0
"""How long a search waits for the refresh of an index that is too old."""
_WAIT_SECONDS = 600.0
_PAUSE_SECONDS = 60.0
"""After a refresh that failed, before the next one beside a search."""


class PackageFreshness:
    """Decides when the index of one source is refreshed.

    Args:
        name: Says what the source is called now.
        folder: Where its generations lie.
        refresh: Gives what does it here.
        beside: Begins it in a process of its own.
        fresh_minutes: How old an index may be; 0 for any age.
    """

    def __init__(
        self,
        name: Callable[[], str],
        folder: IndexFolder,
        refresh: Callable[[], PackageRefresh],
        beside: Callable[[Call, SourceAccess], Updater],
        fresh_minutes: Callable[[], int],
    ) -> None:
        self._name = name
        self._folder = folder
        self._refresh = refresh
        self._start = beside
        self._fresh_minutes = fresh_minutes
        self._lock = threading.Lock()
        self._beside: Updater | None = None
        self._next_try = 0.0
        self._unreachable: SourceError | None = None
        self._warned = False

    def ensure(self, call: Call, access: SourceAccess, server: SourceServer) -> Generation:
        """Return the index to answer from: a fresh one, or the older one with a warning.

        Args:
            call: Of the command.
            access: So that the server lets the command in.
            server: As the command asks it.

        Raises:
            SourceError: there is no index and none can be made.
        """
        current = self._folder.current()
        if current is None:
            return self._first(call, server)
        if self._is_fresh(current):
            return current
        return self._for_a_moment(current, call, access)

    def _first(self, call: Call, server: SourceServer) -> Generation:
        """Make the first index. A server that could not be reached is not asked again with each of many commands."""
        with self._lock:
            if self._unreachable is not None and time.monotonic() < self._next_try:
                raise self._unreachable.with_traceback(None)
        try:
            return self.update(call, server)
        except SourceError as error:
            with self._lock:
                self._unreachable = error if error.category == "ConnectionError" else None
                self._next_try = time.monotonic() + _PAUSE_SECONDS
            raise

    def update(self, call: Call, server: SourceServer) -> Generation:
        """Ask the server now and wait for it.

        Raises:
            SourceError: it cannot be reached, or what it has cannot be used.
            Cancelled: the caller stopped waiting; the index stays as it was.
        """
        call.progress(Progress(activity=f"Updating the source {self._name()}", status="Asking for a newer index"))

        def go_on() -> None:
            if call.cancelled:
                raise Cancelled(f"Updating the source {self._name()} was cancelled.", target=self._name())

        return self._refresh().run(server, go_on, _WAIT_SECONDS)

    def _is_fresh(self, current: Generation) -> bool:
        minutes = self._fresh_minutes()
        return minutes == 0 or 0 <= time.time() - current.checked < minutes * 60

    def _for_a_moment(self, current: Generation, call: Call, access: SourceAccess) -> Generation:
        with self._lock:
            if self._beside is None and time.monotonic() >= self._next_try:
                self._beside = self._start(call, access)
            beside = self._beside
        if beside is None or not beside.wait(PATIENCE_SECONDS, call):
            reason = "is still being refreshed" if beside else "could not be refreshed"
            self._warn(f"The source {self._name()} {reason}; results come from the index of {_age(current)}.", call)
            return current
        error = beside.error
        with self._lock:
            if self._beside is beside:
                self._beside = None
                self._next_try = time.monotonic() + (_PAUSE_SECONDS if error else 0.0)
        if error is not None and not isinstance(error, Busy):
            self._warn(f"{error.text} Results come from the index of {_age(current)}.", call, error)
        return self._folder.current() or current

    def _warn(self, text: str, call: Call, error: EngineError | None = None) -> None:
        """Warn once an engine: a script that asks about many packages need not read it each time."""
        if not self._warned:
            self._warned = True
            call.message("Warning", text, error.code.hex if error else None)


def _age(current: Generation) -> str:
    minutes = int((time.time() - current.checked) / 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'} ago"
