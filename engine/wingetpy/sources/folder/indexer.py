"""A process that refreshes an index for another one, and goes on when that one ends.

Reading many manifests takes memory that an engine which stays should not hold, and may take longer than the engine
lives. The task is the one frame on standard input; frames of progress and at last the outcome go to standard output.
Without progress it ends by itself; one that cannot is ended by the engine.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import cast

import msgspec

from wingetpy.errors import Busy, EngineError, ErrorCode, SourceError
from wingetpy.model.decoding import msgpack_decoder
from wingetpy.sources.index.frames import receive, send
from wingetpy.sources.index.process import MOST_MEMORY, start
from wingetpy.sources.index.standstill import Standstill

STANDSTILL_SECONDS = 300.0
"""How long a refresh may go on without progress: a folder listed, files read, a package written."""
_REPORT_SECONDS = 0.1
_LAST_SECONDS = 10.0
_GRACE_SECONDS = 30.0
"""What the process gets to end by itself."""


class IndexingTask(msgspec.Struct, frozen=True, array_like=True):
    """What to refresh: the arguments of `content.refresh_index`."""

    argument: str
    folder: str
    processes: int
    wait_seconds: float
    standstill_seconds: float = STANDSTILL_SECONDS


class FilesRead(msgspec.Struct, frozen=True, array_like=True, tag=1):
    """How many files of how many have been read."""

    done: int
    total: int


class IndexingResult(msgspec.Struct, frozen=True, array_like=True, tag=2):
    """The end: the new generation is in place, or why it is not (a text and a code)."""

    text: str = ""
    code: int = 0
    target: str = ""
    remedy: str = ""


class Indexer:
    """The engine's end: one refresh in its own process.

    Args:
        task: What to refresh.

    Raises:
        SourceError: no process can be started.
    """

    def __init__(self, task: IndexingTask) -> None:
        self._task = task
        self._heard = time.monotonic()
        try:
            self._started = start(__name__)
        except OSError as error:
            raise SourceError(
                f"No process can be started to index the source: {error.strerror or error}.", remedy="Try again."
            ) from error
        self._decoder = msgpack_decoder(cast(type[FilesRead | IndexingResult], FilesRead | IndexingResult))
        self._outcome: IndexingResult | None = None
        self.progress = FilesRead(0, 0)
        with suppress(OSError):  # it has ended already, which `wait` reports
            send(self._started.stdin, task)
            self._started.stdin.close()
        self._listener = threading.Thread(target=self._listen, name="indexer", daemon=True)
        self._listener.start()

    def wait(self, seconds: float) -> bool:
        """Wait for the end and return whether it has come; `progress` has how far it is.

        Raises:
            SourceError: the reason that the other process reports, or that it ended early or made no progress.
            Busy: a third process refreshes this index.
        """
        self._listener.join(seconds)
        if self._listener.is_alive():
            if time.monotonic() - self._heard < self._task.standstill_seconds + _GRACE_SECONDS:
                return False
            self.stop()  # its listener follows, but is not waited for
            raise self._ended_early()
        if self._outcome is None:
            raise self._ended_early()
        if self._outcome.code == ErrorCode.InstallInProgress:
            raise Busy(self._outcome.text, target=self._outcome.target)
        if self._outcome.text:
            raise SourceError(
                self._outcome.text,
                code=ErrorCode(self._outcome.code),
                target=self._outcome.target or None,
                remedy=self._outcome.remedy or None,
            )
        return True

    @property
    def ended(self) -> bool:
        return not self._listener.is_alive()

    def stop(self) -> None:
        """End it, and what it has started; the current generation stays as it is."""
        process = self._started.process
        if sys.platform != "win32" and process.poll() is None:  # elsewhere what it has started ends with its pipes
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()

    def _ended_early(self) -> SourceError:
        what = "while it looked for manifests"
        if self.progress.total:
            what = f"after {self.progress.done:,} of {self.progress.total:,} files"
        seconds = self._task.standstill_seconds
        why = f"ended early, {what}"
        if time.monotonic() - self._heard >= seconds:
            why = f"made no progress for {seconds:g} seconds, {what}, and was ended"
        return SourceError(
            f"The process that indexes {self._task.argument} {why}.",
            target=self._task.argument,
            remedy="Check that the source can be read, and update it again.",
        )

    def _listen(self) -> None:
        """Read what the process reports until it ends. One that says what nobody understands is ended."""
        try:
            while (frame := receive(self._started.stdout)) is not None:
                self._heard = time.monotonic()
                message = self._decoder.decode(frame)
                if isinstance(message, IndexingResult):
                    self._outcome = message
                else:
                    self.progress = message
        except (OSError, msgspec.MsgspecError):  # no message: `wait` reports that it ended early
            self.stop()
        finally:
            self._started.stdout.close()
            self._leave()

    def _leave(self) -> None:
        """Wait a moment for a process that has said all; one that stays is ended."""
        try:
            self._started.process.wait(_LAST_SECONDS)
        except subprocess.TimeoutExpired:
            self.stop()
            self._started.end()


def main() -> None:
    """The process's life."""
    from wingetpy.sources.folder.content import refresh_index
    from wingetpy.sources.index.generation import IndexFolder

    frame = receive(sys.stdin.buffer)
    if frame is None:
        return
    task = msgpack_decoder(IndexingTask).decode(frame)
    send_home = _sender()

    standstill = Standstill(task.standstill_seconds)
    last = 0.0

    def report(done: int, total: int) -> None:
        nonlocal last
        standstill.progress()
        if time.monotonic() - last >= _REPORT_SECONDS:
            last = time.monotonic()
            send_home(FilesRead(done, total))

    standstill.progress()
    try:
        index = IndexFolder(Path(task.folder))
        refresh_index(task.argument, index, task.processes, report, task.wait_seconds)
    except EngineError as error:
        send_home(IndexingResult(error.text, error.code, error.target or "", error.remedy or ""))
    except MemoryError:
        text = f"Indexing {task.argument} needs more than {MOST_MEMORY >> 20:,} MB of memory."
        code = ErrorCode.SourceDataIntegrityFailure
        send_home(IndexingResult(text, code, task.argument, "Report it to the publisher of the source."))
    else:
        send_home(IndexingResult())


def _sender() -> Callable[[FilesRead | IndexingResult], None]:
    """Return what sends to the engine that started this process. Without an engine the work continues in silence."""
    listened = True

    def send_home(message: FilesRead | IndexingResult) -> None:
        nonlocal listened
        if listened:
            try:
                send(sys.stdout.buffer, message)
            except OSError:
                listened = False

    return send_home
