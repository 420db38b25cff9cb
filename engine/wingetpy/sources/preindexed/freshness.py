"""When the server is asked for a newer package: before a search if that is quick, else beside it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import msgspec

from wingetpy.errors import Busy, Cancelled, EngineError, HostError, SourceError
from wingetpy.model.call import Call, Level, Progress
from wingetpy.sources.index.generation import Generation, IndexFolder
from wingetpy.sources.preindexed.server import SourceServer

if TYPE_CHECKING:
    from wingetpy.sources.preindexed.refresh import PackageRefresh

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
        refresh: Gives what does it.
        fresh_minutes: How old an index may be; 0 for any age.
    """

    def __init__(
        self,
        name: Callable[[], str],
        folder: IndexFolder,
        refresh: Callable[[], PackageRefresh],
        fresh_minutes: Callable[[], int],
    ) -> None:
        self._name = name
        self._folder = folder
        self._refresh = refresh
        self._fresh_minutes = fresh_minutes
        self._lock = threading.Lock()
        self._beside: _Beside | None = None
        self._next_try = 0.0
        self._warned = False

    def ensure(self, call: Call, server: Callable[[Call], SourceServer]) -> Generation:
        """Return the index to answer from: a fresh one, or the older one with a warning.

        Args:
            call: Of the command.
            server: Makes the server for a call.

        Raises:
            SourceError: there is no index and none can be made.
        """
        current = self._folder.current()
        if current is None:
            return self.update(call, server)
        if self._is_fresh(current):
            return current
        return self._for_a_moment(current, call, server)

    def update(self, call: Call, server: Callable[[Call], SourceServer]) -> Generation:
        """Ask the server now and wait for it.

        Raises:
            SourceError: it cannot be reached, or what it has cannot be used.
            Cancelled: the caller stopped waiting; the index stays as it was.
        """
        call.progress(Progress(activity=f"Updating the source {self._name()}", status="Asking for a newer index"))

        def go_on() -> None:
            if call.cancelled:
                raise Cancelled(f"Updating the source {self._name()} was cancelled.", target=self._name())

        return self._refresh().run(server(call), go_on, _WAIT_SECONDS)

    def _is_fresh(self, current: Generation) -> bool:
        minutes = self._fresh_minutes()
        return minutes == 0 or 0 <= time.time() - current.checked < minutes * 60

    def _for_a_moment(self, current: Generation, call: Call, server: Callable[[Call], SourceServer]) -> Generation:
        with self._lock:
            if self._beside is None and time.monotonic() >= self._next_try:
                self._beside = _Beside(self._refresh(), server(_Unheard(call)))
            beside = self._beside
        if beside is None or not beside.wait(PATIENCE_SECONDS, call):
            reason = "is still being refreshed" if beside else "could not be refreshed"
            self._warn(f"The source {self._name()} {reason}; results come from the index of {_age(current)}.", call)
            return current
        with self._lock:
            if self._beside is beside:
                self._beside = None
                self._next_try = time.monotonic() + (_PAUSE_SECONDS if beside.error else 0.0)
        if beside.error is not None and not isinstance(beside.error, Busy):
            self._warn(f"{beside.error.text} Results come from the index of {_age(current)}.", call, beside.error)
        return self._folder.current() or current

    def _warn(self, text: str, call: Call, error: EngineError | None = None) -> None:
        """Warn once an engine: a script that asks about many packages need not read it each time."""
        if not self._warned:
            self._warned = True
            call.message("Warning", text, error.code.hex if error else None)


class _Beside:
    """A refresh in a thread of its own, which ends with the engine."""

    def __init__(self, refresh: PackageRefresh, server: SourceServer) -> None:
        self.error: EngineError | None = None
        self._refresh = refresh
        self._server = server
        self._ended = threading.Event()
        threading.Thread(target=self._run, daemon=True).start()

    def wait(self, seconds: float, call: Call) -> bool:
        """Return whether it has ended after so many seconds, or as soon as it has."""
        until = time.monotonic() + seconds
        while not self._ended.wait(min(0.05, max(until - time.monotonic(), 0.0))):
            if call.cancelled:
                raise Cancelled("The search was cancelled.")
            if time.monotonic() >= until:
                return False
        return True

    def _run(self) -> None:
        try:
            self._refresh.run(self._server, lambda: None, 0.0)
        except (SourceError, HostError, Busy) as error:
            self.error = error
        finally:
            self._ended.set()


class _Unheard:
    """The call of a refresh that goes on when the command has ended: nobody hears it, nobody stops it."""

    cancelled = False

    def __init__(self, call: Call) -> None:
        self.proxy = call.proxy
        self.access = call.access

    def items(self, rows: Sequence[msgspec.Struct]) -> None:
        """Nobody hears it."""

    def progress(self, progress: Progress) -> None:
        """Nobody hears it."""

    def message(self, level: Level, text: str, code: str | None = None) -> None:
        """Nobody hears it."""


def _age(current: Generation) -> str:
    minutes = int((time.time() - current.checked) / 60)
    return f"{minutes} minute{'' if minutes == 1 else 's'} ago"
