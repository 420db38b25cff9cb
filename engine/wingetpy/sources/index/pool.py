"""Reads many manifests, in this process or in several."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING

from wingetpy.errors import ErrorCode, SourceError
from wingetpy.sources.index.parts import Batch, SkippedFile

if TYPE_CHECKING:
    from wingetpy.sources.index.worker import Worker, WorkerEnded

FILE_SECONDS = 60.0
"""How long a process may read one portion of files; where that is not enough, one file."""
MOST_FATAL_FILES = 3
"""Files of a source that may end the process that reads them, and are skipped."""
_BATCH = 400
_BATCH_HERE = 40


def usual_processes() -> int:
    return min(os.cpu_count() or 1, 4)


def in_batches(paths: Iterable[str], size: int = _BATCH) -> Iterator[list[str]]:
    """Paths in portions that are worth handing over."""
    batch: list[str] = []
    for path in paths:
        batch.append(path)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def read_here(root: str, paths: Iterable[str]) -> Generator[Batch, None, None]:
    """Read files in this process and give what they say, in the order of the paths. For few files of a known size."""
    from wingetpy.sources.index.reading import Reader  # late: start time

    reader = Reader(root)
    for batch in in_batches(paths, _BATCH_HERE):
        yield reader.read(batch)


def read_beside(
    root: str, paths: Iterable[str], processes: int, alive: Callable[[], None]
) -> Generator[Batch, None, None]:
    """Read files in other processes and give what they say, in the order of the paths.

    They begin while paths are still being found. A file that a process cannot read in time, or with the memory that it
    may take, is skipped.

    Args:
        root: The source's root, a native path.
        paths: Relative to it.
        processes: How many may read, at least 1.
        alive: Called from any thread when a file has been read by itself.

    Raises:
        SourceError: Too many files end the processes that read them.
    """
    from concurrent.futures import ThreadPoolExecutor  # late: start time

    batches = in_batches(paths)
    first = list(islice(batches, processes))
    if not first:
        return
    readers = _Readers(root, len(first), alive)
    try:
        with ThreadPoolExecutor(len(first)) as threads:
            try:
                yield from threads.map(readers.read, chain(first, batches))
            except BaseException:
                readers.stop()  # before the threads are waited for
                raise
    finally:
        readers.release()


class _Readers:
    """Workers, each asked by one thread at a time; one that ends is replaced.

    Args:
        count: How many, the most threads that ask.
    """

    def __init__(self, root: str, count: int, alive: Callable[[], None]) -> None:
        from wingetpy.sources.index.worker import Worker, WorkerEnded, WorkerTask  # late: start time

        self._ended: type[WorkerEnded] = WorkerEnded
        self._root = root
        self._alive = alive
        self._fatal = 0
        self._stopped = False
        self._lock = threading.Lock()
        self._make: Callable[[], Worker] = lambda: Worker(WorkerTask(root, FILE_SECONDS))
        self._all: list[Worker] = []
        self._idle: list[Worker] = []
        try:
            for _ in range(count):
                self._idle.append(self._new())
        except BaseException:
            self.release()
            raise

    def read(self, paths: Sequence[str]) -> Batch:
        """Have files read: together, or one by one where that ends the worker."""
        try:
            return self._asked(paths)
        except self._ended:
            pass
        joined = Batch(len(paths))
        for path in paths:
            self._alive()
            try:
                alone = self._asked([path])
            except self._ended as ended:
                joined.faults.append(self._skipped(path, ended.reason))
            else:
                joined.parts.extend(alone.parts)
                joined.faults.extend(alone.faults)
        return joined

    def stop(self) -> None:
        """End all workers; who waits for an answer gets an error."""
        with self._lock:
            self._stopped = True
            for worker in self._all:
                worker.close()

    def release(self) -> None:
        """End all workers, when no thread asks any more."""
        self.stop()
        for worker in self._all:
            worker.release()

    def _asked(self, paths: Sequence[str]) -> Batch:
        with self._lock:
            worker = self._idle.pop()  # as many threads as workers, so there is one
        try:
            return worker.read(paths)
        except self._ended:
            worker.release()
            worker = self._replaced(worker)
            raise
        finally:
            with self._lock:
                self._idle.append(worker)

    def _replaced(self, worker: Worker) -> Worker:
        with self._lock:
            self._all.remove(worker)
        return self._new()

    def _new(self) -> Worker:
        with self._lock:
            if self._stopped:
                raise SourceError(f"Reading the manifests of {self._root} was stopped.", target=self._root)
            worker = self._make()
            self._all.append(worker)
            return worker

    def _skipped(self, path: str, reason: str) -> SkippedFile:
        with self._lock:
            self._fatal += 1
            fatal = self._fatal
        if fatal > MOST_FATAL_FILES:
            raise SourceError(
                f"The source at {self._root} cannot be indexed: {path} is the {fatal}th file that cannot be read,"
                f" because {reason}.",
                code=ErrorCode.SourceDataIntegrityFailure,
                target=self._root,
                remedy="Report it to the publisher of the source.",
            )
        return SkippedFile(path, f"The file is skipped: {reason}.")
