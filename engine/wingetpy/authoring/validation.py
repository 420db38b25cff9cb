"""Validates the manifests at or below a path, in this process or in several."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from wingetpy.authoring.manifest_folders import folders_below, unreadable
from wingetpy.authoring.reports import ManifestReport
from wingetpy.authoring.validation_worker import ValidationWorker
from wingetpy.authoring.validator import Folder, Task, Validator
from wingetpy.manifests.validate.validate import Options

_BATCH = 200
_MOST_PROCESSES = 4


def validate_below(
    path: Path,
    options: Options,
    stopped: Callable[[], bool],
    processes: int | None = None,
    installers: str = "",
) -> Iterator[list[ManifestReport]]:
    """Validate the manifests at or below a path.

    Args:
        path: A manifest, or a folder, native.
        stopped: Whether to go no further; asked after each portion.
        processes: How many may work; None for as many as there are processors, at most 4.
        installers: A native folder with installers that the manifests are compared with; "": none.

    Returns:
        Reports in portions, by the names of folders.

    Raises:
        HostError: The path cannot be read, or there is no such folder of installers.
        ManifestError: There is no manifest.
    """
    if installers and not os.path.isdir(installers):
        raise unreadable(Path(installers), NotADirectoryError(errno.ENOTDIR, "it is no folder"))
    task = Task(str(path), os.path.isdir(path), options, installers)
    batches = _in_batches(folders_below(path))
    count = processes or min(os.cpu_count() or 1, _MOST_PROCESSES)
    first = list(islice(batches, count))
    every = chain(first, batches)
    beside = count > 1 and len(first) == count
    for reports in _beside(task, every, count) if beside else _here(task, every):
        yield reports
        if stopped():
            return


def _here(task: Task, batches: Iterable[list[Folder]]) -> Iterator[list[ManifestReport]]:
    validator = Validator(task)
    return (validator.reports(batch) for batch in batches)


def _beside(task: Task, batches: Iterable[list[Folder]], processes: int) -> Iterator[list[ManifestReport]]:
    """One thread a worker: it hands it a portion, waits for the answer, and takes the next."""
    from concurrent.futures import ThreadPoolExecutor  # late: start time

    workers = [ValidationWorker(task) for _ in range(processes)]
    idle = list(workers)

    def reports(batch: list[Folder]) -> list[ManifestReport]:
        worker = idle.pop()  # as many threads as workers, so there is one
        try:
            return worker.reports(batch)
        finally:
            idle.append(worker)

    threads = ThreadPoolExecutor(processes)
    try:
        yield from threads.map(reports, batches)
    finally:
        for worker in workers:
            worker.close()
        threads.shutdown(cancel_futures=True)


def _in_batches(folders: Iterable[Folder]) -> Iterator[list[Folder]]:
    rest = iter(folders)
    while batch := list(islice(rest, _BATCH)):
        yield batch
