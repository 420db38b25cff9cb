"""How fast downloads go: the rate that is shown, and the limit that all of an engine share."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

_WINDOW_SECONDS = 3.0
_FIRST_SECONDS = 0.2
_NAP_SECONDS = 0.05
LEAST_PER_SECOND = 100
"""Bytes. The slowest modem has ten times that."""


class Rate:
    """Bytes a second over the last seconds, as a person wants to see it."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque(((time.monotonic(), 0),))

    def at(self, size: int) -> int | None:
        """Return the rate when so many bytes have come; None in the first moment."""
        now = time.monotonic()
        if now - self._seen[-1][0] >= _FIRST_SECONDS:
            self._seen.append((now, size))
        while len(self._seen) > 2 and now - self._seen[1][0] > _WINDOW_SECONDS:
            self._seen.popleft()
        began, before = self._seen[0]
        return int((size - before) / (now - began)) if now - began >= _FIRST_SECONDS else None


class Patience:
    """The time that a server may take for its next bytes: less than a small rate is no progress. Only the time that was
    spent waiting for it counts, not what the engine takes itself or a limit of its own.

    Args:
        seconds: In which so many bytes must come that they are LEAST_PER_SECOND.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._enough = LEAST_PER_SECOND * seconds
        self.left = seconds
        self.size = 0
        """Bytes that came since the time began."""

    def took(self, waited: float, size: int) -> None:
        """Count what came after a wait of some seconds."""
        self.left -= waited
        self.size += size
        if self.size >= self._enough:
            self.left, self.size = self._seconds, 0


class Limit:
    """Lets so many bytes pass a second, whoever asks. Several threads may use it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._free_at = 0.0

    def wait(self, size: int, most_per_second: int, go_on: Callable[[], None]) -> None:
        """Wait until so many further bytes may have come.

        Args:
            go_on: Called while it waits; raises to stop.
        """
        with self._lock:
            self._free_at = max(self._free_at, time.monotonic()) + size / most_per_second
            until = self._free_at
        while (left := until - time.monotonic()) > 0:
            go_on()
            time.sleep(min(left, _NAP_SECONDS))


SHARED_LIMIT = Limit()
"""Of all downloads of this engine."""
