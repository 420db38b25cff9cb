"""A process that refreshes an index for an engine, and goes on when that ends: a command line is sooner done than a
download.

The task is the one frame on standard input, the outcome the one on standard output. It bounds itself in time.
"""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from wingetpy.errors import Busy, Cancelled, EngineError, ErrorCode, SourceError
from wingetpy.model.call import Call, Level, Progress
from wingetpy.model.credential import BoundCredential
from wingetpy.model.decoding import msgpack_decoder
from wingetpy.model.proxy import CallerAccess, Proxy
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.index.frames import receive, send
from wingetpy.sources.index.process import start

_LONGEST_SECONDS = 1200.0
_LOOK_SECONDS = 0.05


class RefreshTask(msgspec.Struct, frozen=True, kw_only=True):
    """What to refresh: the source, its folder, folders with trusted certificates, and how its server is reached."""

    details: SourceDetails
    folder: str
    trust: tuple[str, ...]
    proxy: Proxy | None = None
    credential: BoundCredential | None = None


class RefreshOutcome(msgspec.Struct, frozen=True):
    """Empty where the index is up to date; else why not: a text, a code, what it happened to, what to do."""

    text: str = ""
    code: int = 0
    target: str = ""
    remedy: str = ""


class Updater:
    """The engine's end of one refresh beside it.

    Args:
        task: What to refresh.

    Raises:
        SourceError: no process can be started.
    """

    def __init__(self, task: RefreshTask) -> None:
        self._name = task.details.name
        try:
            self._started = start(__name__)
        except OSError as error:
            raise SourceError(
                f"No process can be started to update the source {self._name}: {error.strerror or error}.",
                target=self._name,
                remedy="Try again.",
            ) from error
        self._outcome: RefreshOutcome | None = None
        with suppress(OSError):  # it has ended already, which `error` reports
            send(self._started.stdin, task)
            self._started.stdin.close()
        self._listener = threading.Thread(target=self._listen, name="updater", daemon=True)
        self._listener.start()

    @property
    def error(self) -> EngineError | None:
        """Why a refresh that has ended did not succeed."""
        outcome = self._outcome
        if outcome is None:
            return SourceError(f"The process that updates the source {self._name} ended early.", target=self._name)
        if not outcome.text:
            return None
        if outcome.code == ErrorCode.InstallInProgress:
            return Busy(outcome.text, target=outcome.target or None)
        return SourceError(
            outcome.text,
            code=ErrorCode(outcome.code),
            target=outcome.target or None,
            remedy=outcome.remedy or None,
        )

    def wait(self, seconds: float, call: Call) -> bool:
        """Return whether it has ended after so many seconds, or as soon as it has. Raises Cancelled."""
        until = time.monotonic() + seconds
        while self._listener.is_alive() and time.monotonic() < until:
            if call.cancelled:
                raise Cancelled("The search was cancelled.")
            self._listener.join(_LOOK_SECONDS)
        return not self._listener.is_alive()

    def _listen(self) -> None:
        try:
            if (frame := receive(self._started.stdout)) is not None:
                self._outcome = msgpack_decoder(RefreshOutcome).decode(frame)
        except (OSError, msgspec.MsgspecError):  # no outcome: `error` says so
            pass
        finally:
            self._started.stdout.close()
            self._started.end(_LOOK_SECONDS * 20)


class _Unheard:
    """The call of a refresh that nobody hears and nobody stops."""

    cancelled = False
    forced = False
    access = CallerAccess()

    def __init__(self, proxy: Proxy | None) -> None:
        self.proxy = proxy

    def items(self, rows: Sequence[msgspec.Struct]) -> None:
        """Nobody hears it."""

    def progress(self, progress: Progress) -> None:
        """Nobody hears it."""

    def message(self, level: Level, text: str, code: str | None = None) -> None:
        """Nobody hears it."""


def main() -> None:
    """The process's life."""
    from wingetpy.sources.index.standstill import Standstill

    frame = receive(sys.stdin.buffer)
    if frame is None:
        return
    Standstill(_LONGEST_SECONDS).progress()
    outcome = _refreshed(msgpack_decoder(RefreshTask).decode(frame))
    with suppress(OSError):  # the engine has ended
        send(sys.stdout.buffer, outcome)


def _refreshed(task: RefreshTask) -> RefreshOutcome:
    from wingetpy.sources.index.generation import IndexFolder
    from wingetpy.sources.preindexed.refresh import PackageRefresh
    from wingetpy.sources.preindexed.server import SourceServer, connections
    from wingetpy.sources.source import SourceAccess

    access = SourceAccess(credential=task.credential)
    exchange = connections(task.details.argument, access)
    server = SourceServer(task.details.name, task.details.argument, lambda: exchange, _Unheard(task.proxy), access)
    refresh = PackageRefresh(
        lambda: task.details, IndexFolder(Path(task.folder)), tuple(Path(folder) for folder in task.trust)
    )
    try:
        refresh.run(server, lambda: None, 0.0)
    except EngineError as error:
        return RefreshOutcome(error.text, error.code, error.target or "", error.remedy or "")
    except MemoryError:
        text = f"Updating the source {task.details.name} needs too much memory."
        return RefreshOutcome(text, ErrorCode.SourceDataIntegrityFailure, task.details.name, "Report it to its owner.")
    finally:
        exchange.close()
    return RefreshOutcome()
