"""The threads that requests run on: made when needed, used again, no more than a bound."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

LIMIT = 32
"""Requests at once. A shell has one or two, a pipeline of nested cmdlets a few; what is over waits its turn."""


class Workers:
    """Runs jobs, each at once on a thread that is idle or new. A job must not raise."""

    def __init__(self, limit: int = LIMIT) -> None:
        self._limit = limit
        self._jobs: deque[Callable[[], None]] = deque()
        self._wake = threading.Condition(threading.Lock())
        self._idle = 0
        self._threads = 0

    def run(self, job: Callable[[], None]) -> None:
        """Have the job done; returns at once, but where the system gives no thread at all: then it is done here."""
        with self._wake:
            self._jobs.append(job)
            if self._idle >= len(self._jobs):
                self._wake.notify()
                return
            if self._threads >= self._limit or self._start_thread() or self._threads:
                return
            job = self._jobs.pop()
        job()

    def _start_thread(self) -> bool:
        """Under the lock. False where the system gives no further thread: the jobs wait for those that run."""
        name = f"request-{self._threads + 1}"
        try:
            # Daemons: a reading request that does not look whether it is cancelled must not hold up the engine's end.
            threading.Thread(target=self._work, name=name, daemon=True).start()
        except (RuntimeError, MemoryError):
            return False
        self._threads += 1
        return True

    def _work(self) -> None:
        try:
            self._do_jobs()
        finally:  # of a job that raised all the same: those behind it get another thread
            with self._wake:
                self._threads -= 1
                if self._jobs and not self._idle:
                    self._start_thread()

    def _do_jobs(self) -> None:
        while True:
            with self._wake:
                while not self._jobs:
                    self._idle += 1
                    self._wake.wait()
                    self._idle -= 1
                job = self._jobs.popleft()
            job()
            del job  # it holds its request's line, which may be long, and the next job may be long in coming
