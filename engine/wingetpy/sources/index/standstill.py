"""Ends this process when it makes no progress.

A process that reads what others wrote may hang in a library that nothing interrupts, and the engine that started it may
be gone. So it bounds itself, by a thread that needs nothing of Python; it ends at once, without any cleaning up.
"""

from __future__ import annotations

import faulthandler
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager

_ARM_AGAIN_SECONDS = 1.0


class Standstill:
    """The bound of this process; there is one. Any thread may report progress.

    Args:
        seconds: How long the process may go on without progress.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._nowhere = open(os.devnull, "w")  # noqa: SIM115  for the life of the process
        self._armed = 0.0

    def progress(self) -> None:
        """Begin to wait anew. Cheap: may be called for each file."""
        now = time.monotonic()
        if now - self._armed >= min(_ARM_AGAIN_SECONDS, self._seconds / 4):
            self._armed = now
            faulthandler.dump_traceback_later(self._seconds, exit=True, file=self._nowhere)

    def rest(self) -> None:
        """Wait no longer, until the next progress."""
        self._armed = 0.0
        faulthandler.cancel_dump_traceback_later()

    @contextmanager
    def bounds(self) -> Iterator[None]:
        """Bound what is done inside."""
        self.rest()
        self.progress()
        try:
            yield
        finally:
            self.rest()
