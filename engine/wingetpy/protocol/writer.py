"""The one place that writes to the peer. Whoever has something to say leaves it here and goes on.

What a peer that does not read (paging, a breakpoint, Ctrl+S) can cost is bounded:

- progress, and verbose text of changing requests, is not taken while the queue is over half full;
- items of requests that only read wait for room (`send_when_room`): such a request stops until the peer reads;
- results, errors and all that a changing request says are taken always and at once. There are few of them: a changing
  request says something a package, and the reading thread takes no further line while the queue is `crowded`.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

BOUND = 256 * 1024
"""Bytes that may wait for the peer before items of reading requests wait. They also delay the answers behind them."""

CROWDED = 64
"""How many times the bound may wait before no further request is taken."""

_CHUNK = 64 * 1024


class Writer:
    """Takes lines from any thread and writes them in order.

    A short line is written at once by the thread that sends it when nothing waits before it and the pipe has room
    (`ready`), since handing it to another thread costs more than the write. All else goes through the writer's thread.

    Args:
        write: Writes bytes to the peer and returns how many were taken; OSError if the peer is gone.
        ready: Whether `direct` bytes can be written now without waiting. Called under a lock.
        direct: Bytes of the longest line that is written at once.
        on_broken: Called once, from the thread that found the peer gone.
        bound: See BOUND.
    """

    def __init__(
        self,
        write: Callable[[bytes | memoryview], int],
        ready: Callable[[], bool],
        direct: int,
        on_broken: Callable[[], None],
        bound: int = BOUND,
    ) -> None:
        self._write = write
        self._ready = ready
        self._direct = direct
        self._on_broken = on_broken
        self._bound = bound
        self._lock = threading.Lock()
        self._work = threading.Condition(self._lock)
        self._room = threading.Condition(self._lock)
        self._queue: deque[bytes] = deque()
        self._waiting = 0
        self._due: dict[object, tuple[float, Callable[[], None]]] = {}
        self._thread: threading.Thread | None = None
        self.broken = False

    @property
    def crowded(self) -> bool:
        """Whether so much waits that no further request should be taken."""
        return self._waiting > CROWDED * self._bound

    def send(self, line: bytes) -> None:
        """Take a line, whatever waits."""
        with self._lock:
            broke = self._take(line)
        if broke:
            self._on_broken()

    def send_when_room(self, line: bytes, abandoned: Callable[[], bool]) -> bool:
        """Take a line when there is room. False if it was not taken: `abandoned` was true or the peer is gone."""
        with self._lock:
            while self._waiting and self._waiting + len(line) > self._bound and not self.broken and not abandoned():
                self._room.wait()
            if self.broken or abandoned():
                return False
            broke = self._take(line)
        if broke:
            self._on_broken()
        return not broke

    def offer(self, line: bytes) -> None:
        """Take a line unless the queue is over half full. For what may be lost."""
        if 2 * self._waiting <= self._bound:
            self.send(line)

    def later(self, key: object, due: float, flush: Callable[[], None]) -> None:
        """Have the writer's thread call `flush` at `due` (monotonic seconds), unless `forget(key)` comes first."""
        with self._lock:
            self._due[key] = (due, flush)
            self._wake_thread()

    def forget(self, key: object) -> None:
        """Drop what was given to `later`."""
        if key in self._due:
            with self._lock:
                self._due.pop(key, None)

    def recheck(self) -> None:
        """Have those who wait for room look again whether they are abandoned."""
        with self._lock:
            self._room.notify_all()

    def wait_while_crowded(self) -> None:
        """Return when there is room again or the peer is gone."""
        with self._lock:
            while self.crowded and not self.broken:
                self._room.wait()

    def drain(self, seconds: float) -> bool:
        """Wait until everything is written, at most so long. False if something is left."""
        until = time.monotonic() + seconds
        with self._lock:
            while self._waiting and not self.broken:
                left = until - time.monotonic()
                if left <= 0:
                    return False
                self._room.wait(left)
        return not self.broken

    def _take(self, line: bytes) -> bool:
        """Under the lock. True if the peer was found gone."""
        if self.broken:
            return False
        if not self._waiting and len(line) <= self._direct and self._ready():
            try:
                line = line[self._write(line) :]
            except OSError:
                self._break()
                return True
            if not line:
                return False
        self._queue.append(line)
        self._waiting += len(line)
        self._wake_thread()
        return False

    def _wake_thread(self) -> None:
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
            self._thread.start()
        else:
            self._work.notify()

    def _break(self) -> None:
        self.broken = True
        self._queue.clear()
        self._waiting = 0
        self._due.clear()
        self._room.notify_all()
        self._work.notify_all()

    def _run(self) -> None:
        """Write until the peer is gone. A thread that fails counts as that: nobody waits for it."""
        try:
            self._write_all()
        finally:
            with self._lock:
                found = not self.broken
                self._break()
            if found:
                self._on_broken()

    def _write_all(self) -> None:
        while True:
            with self._lock:
                batch, flushes = self._next()
                if self.broken:
                    return
            for flush in flushes:
                flush()
            if batch and not self._put(batch):
                return
            del batch, flushes  # the next wait may be long, and what was written large

    def _next(self) -> tuple[bytes, list[Callable[[], None]]]:
        """Under the lock: wait until something is to be written or due, and take it."""
        while not self.broken:
            now = time.monotonic()
            ripe = [key for key, (due, _) in self._due.items() if due <= now]
            flushes = [self._due.pop(key)[1] for key in ripe]
            if flushes or self._queue:
                return self._next_batch(), flushes
            soonest = min((due for due, _ in self._due.values()), default=None)
            self._work.wait(None if soonest is None else soonest - now)
        return b"", []

    def _next_batch(self) -> bytes:
        batch: list[bytes] = []
        size = 0
        while self._queue and (not batch or size + len(self._queue[0]) <= _CHUNK):
            line = self._queue.popleft()
            batch.append(line)
            size += len(line)
        return batch[0] if len(batch) == 1 else b"".join(batch)

    def _put(self, batch: bytes) -> bool:
        """Write a batch; until it is written it counts as waiting. False if the peer is gone."""
        rest = memoryview(batch)
        try:
            while rest:
                rest = rest[self._write(rest) :]
        except OSError:
            with self._lock:
                self._break()
            self._on_broken()
            return False
        with self._lock:
            self._waiting -= len(batch)
            self._room.notify_all()
        return True
