"""Reads many manifests, in this process or in several."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice

from wingetpy.sources.index.parts import Batch

_BATCH = 400


def usual_processes() -> int:
    return min(os.cpu_count() or 1, 4)


def in_batches(paths: Iterable[str]) -> Iterator[list[str]]:
    """Paths in portions that are worth handing over."""
    batch: list[str] = []
    for path in paths:
        batch.append(path)
        if len(batch) == _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def read_all(root: str, paths: Iterable[str], processes: int) -> Iterator[Batch]:
    """Read files and give what they say, in the order of the paths.

    Args:
        root: The source's root, a native path.
        paths: Relative to it. Where several processes read, they begin while these are still being found.
        processes: How many may read; 1 reads in this process.
    """
    batches = in_batches(paths)
    first = list(islice(batches, processes))
    if processes > 1 and len(first) == processes:
        return _read_beside(root, chain(first, batches), processes)
    return _read_here(root, chain(first, batches))  # so few are sooner read than processes started


def _read_here(root: str, batches: Iterable[Sequence[str]]) -> Iterator[Batch]:
    from wingetpy.sources.index.reading import Reader  # late: start time

    reader = Reader(root)
    return (reader.read(batch) for batch in batches)


def _read_beside(root: str, batches: Iterable[Sequence[str]], processes: int) -> Iterator[Batch]:
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
