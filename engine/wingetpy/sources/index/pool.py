"""Reads many manifests, in this process or in several."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence

from wingetpy.sources.index.parts import Batch

FEW_FILES = 2000
"""Fewer than this many are read in this process: starting others would take longer."""
_BATCH = 512

Counted = Callable[[int], None]
"""Told how many files have been read so far."""


def usual_processes() -> int:
    return min(os.cpu_count() or 1, 4)


def read_all(root: str, paths: Sequence[str], processes: int, counted: Counted) -> Iterator[Batch]:
    """Read files and give what they say, in the order of the paths.

    Args:
        root: The source's root, a native path.
        paths: Relative to it.
        processes: How many may read; 1 reads in this process. Ignored for few files.
        counted: Called after each batch.
    """
    batches = [paths[start : start + _BATCH] for start in range(0, len(paths), _BATCH)]
    here = processes < 2 or len(paths) < FEW_FILES
    done = 0
    for batch, result in zip(batches, _here(root, batches) if here else _beside(root, batches, processes), strict=True):
        done += len(batch)
        counted(done)
        yield result


def _here(root: str, batches: list[Sequence[str]]) -> Iterator[Batch]:
    from wingetpy.sources.index.reading import Reader  # late: start time

    reader = Reader(root)
    return (reader.read(batch) for batch in batches)


def _beside(root: str, batches: list[Sequence[str]], processes: int) -> Iterator[Batch]:
    """One thread a worker: it hands it a batch, waits for the answer, and takes the next."""
    from concurrent.futures import ThreadPoolExecutor  # late: start time

    from wingetpy.sources.index.worker import Worker  # late: start time

    workers = [Worker(root) for _ in range(processes)]
    idle = list(workers)

    def read(batch: Sequence[str]) -> Batch:
        worker = idle.pop()  # as many threads as workers, so there is one
        try:
            return worker.read(batch)
        finally:
            idle.append(worker)

    try:
        with ThreadPoolExecutor(processes) as threads:
            yield from threads.map(read, batches)
    finally:
        for worker in workers:
            worker.close()
