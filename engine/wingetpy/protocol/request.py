"""A request in progress: what a command talks to (`model.call.Call`), and how that becomes notifications."""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import UNSET

from wingetpy.errors import Cancelled, EngineError
from wingetpy.errors.secrets import without_secrets
from wingetpy.model.call import Level, Progress
from wingetpy.model.proxy import CallerAccess, Proxy
from wingetpy.protocol.framing import LINE_LIMIT_OUT, TOO_LONG
from wingetpy.protocol.messages import (
    Items,
    ItemsNotification,
    MessageNote,
    MessageNotification,
    ProgressNote,
    ProgressNotification,
    RequestId,
    encode,
    shortened,
)
from wingetpy.protocol.writer import Writer

FIRST_BATCH = 25
"""Rows of the first batch at most: a person sees something while the rest is made ready."""

BATCH = 500
"""Rows of a batch at most; PowerShell turns that many into objects in some twenty milliseconds."""

ROWS_WAIT = 0.1
"""Seconds that a row waits for others at most."""

PROGRESS_INTERVAL = 0.2
"""Seconds between two progress notifications of a request."""


class RunningRequest:
    """The Call of one request.

    A request that only reads gathers its rows into batches and waits in `items` and `message` while the peer does not
    read; when it is cancelled, or the peer is gone, they raise Cancelled. A changing request never waits and is never
    interrupted here: what it says is sent at once, and it looks at `cancelled` before each step.
    """

    def __init__(self, id: RequestId, method: str, writer: Writer) -> None:
        self.id = id
        self.method = method
        self.changes = False
        self.started = False
        self.cancelled = False
        self.forced = False
        self.proxy: Proxy | None = None
        self.access = CallerAccess()
        self._writer = writer
        self._lock = threading.Lock()
        self._rows: list[msgspec.Struct] = []
        self._rows_sent = 0.0
        self._progress: Progress | None = None
        self._progress_sent = 0.0
        self._closed = False

    def cancel(self, *, force: bool = False) -> None:
        """Ask it to stop before its next step; `force`: an installer that runs is ended, too."""
        self.cancelled = True
        self.forced = self.forced or force
        self._writer.recheck()

    def items(self, rows: Sequence[msgspec.Struct]) -> None:
        """See Call. Rows of a reading request wait for others up to ROWS_WAIT, but the first ones go at once."""
        with self._lock:
            if self._closed:
                return
            if self.cancelled and not self.changes:
                raise Cancelled(f"The request {self.method!r} was cancelled.")
            for row in rows:
                if self._rows and type(row) is not type(self._rows[0]):
                    self._send_rows()
                self._rows.append(row)
                if len(self._rows) >= (BATCH if self._rows_sent else FIRST_BATCH):
                    self._send_rows()
            if not self._rows:
                return
            wait_until = self._rows_sent + ROWS_WAIT
            if self.changes or wait_until <= time.monotonic():
                self._send_rows()
            else:
                self._writer.later(self, wait_until, self._flush)

    def progress(self, progress: Progress) -> None:
        """See Call. The last one within PROGRESS_INTERVAL is kept and sent at its end: none that lasts is lost."""
        with self._lock:
            if self._closed:
                return
            now = time.monotonic()
            if now - self._progress_sent >= PROGRESS_INTERVAL:
                self._send_progress(progress, now)
                return
            first = self._progress is None
            self._progress = progress
            if first:
                self._writer.later(self, self._progress_sent + PROGRESS_INTERVAL, self._flush)

    def message(self, level: Level, text: str, code: str | None = None) -> None:
        """See Call."""
        line = encode(MessageNotification(params=MessageNote(self.id, level, shortened(without_secrets(text)), code)))
        with self._lock:
            if self._closed:
                return
            if self.changes and level == "Verbose":
                self._writer.offer(line)
            else:
                self._send(line)

    def close(self) -> None:
        """Send the rows that still wait; nothing more is sent for this request by its Call."""
        self._writer.forget(self)
        with self._lock:
            self._closed = True
            if self._rows and (self.changes or not self.cancelled):
                self._send_rows()

    def _flush(self) -> None:
        """Send what was kept and is due now.

        This runs on the writer's thread, which must not wait: not for room, nor for the lock, whose holder may do so.
        """
        if not self._lock.acquire(blocking=False):
            self._writer.later(self, time.monotonic() + ROWS_WAIT, self._flush)
            return
        try:
            if not self._closed:
                self._flush_rows()
                self._flush_progress()
        finally:
            self._lock.release()

    def _flush_rows(self) -> None:
        if not self._rows:
            return
        try:
            lines = self._lines(self._rows)
        except Exception:  # noqa: BLE001  not lost: the rows stay, and the request's own thread meets it when it sends them
            return
        self._rows = []
        self._rows_sent = time.monotonic()
        for line in lines:
            self._writer.send(line)

    def _flush_progress(self) -> None:
        if self._progress is None:
            return
        now = time.monotonic()
        due = self._progress_sent + PROGRESS_INTERVAL
        if due <= now:
            self._send_progress(self._progress, now)
        else:
            self._writer.later(self, due, self._flush)

    def _send_rows(self) -> None:
        rows, self._rows = self._rows, []
        for line in self._lines(rows):
            self._send(line)
        self._rows_sent = time.monotonic()

    def _send(self, line: bytes) -> None:
        if self.changes:
            self._writer.send(line)
        elif not self._writer.send_when_room(line, lambda: self.cancelled):
            raise Cancelled(f"The request {self.method!r} was cancelled.")

    def _send_progress(self, progress: Progress, now: float) -> None:
        self._progress = None
        self._progress_sent = now
        note = ProgressNote(request_id=self.id, **msgspec.structs.asdict(progress))
        self._writer.offer(encode(ProgressNotification(params=note)))

    def _lines(self, rows: Sequence[msgspec.Struct]) -> list[bytes]:
        """The rows as one line, or as several where one would be too long."""
        columns = rows[0].__struct_encode_fields__
        line = encode(ItemsNotification(params=Items(self.id, columns, [_values(row) for row in rows])))
        if len(line) <= LINE_LIMIT_OUT:
            return [line]
        if len(rows) == 1:
            raise EngineError(
                f"A result of {self.method!r} is {len(line)} bytes long; a message holds {LINE_LIMIT_OUT}.",
                remedy=TOO_LONG,
            )
        half = len(rows) // 2
        return [*self._lines(rows[:half]), *self._lines(rows[half:])]


def _values(row: msgspec.Struct) -> tuple[Any, ...]:
    values = msgspec.structs.astuple(row)
    return tuple(None if value is UNSET else value for value in values) if any(v is UNSET for v in values) else values
