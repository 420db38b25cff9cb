"""A process that reads manifests for another one.

The first frame to the worker is its `WorkerTask`, each further one a list of paths; each of those is answered with a
`Batch`. The worker ends with its standard input, so also when its parent dies, and by itself when it takes too long.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Sequence

import msgspec

from wingetpy.errors import SourceError
from wingetpy.model.decoding import msgpack_decoder
from wingetpy.sources.index.frames import receive, send
from wingetpy.sources.index.parts import Batch
from wingetpy.sources.index.process import OUT_OF_MEMORY, start
from wingetpy.sources.index.standstill import Standstill


class WorkerTask(msgspec.Struct, frozen=True, array_like=True):
    """The root of the source, a native path, and how many seconds the answer to one list of paths may take."""

    root: str
    seconds: float


class WorkerEnded(Exception):
    """A worker gave no answer and is gone. `reason` is a clause about the files that it was given."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Worker:
    """The parent's end of a worker.

    Args:
        task: What it reads.

    Raises:
        SourceError: No process can be started.
    """

    def __init__(self, task: WorkerTask) -> None:
        try:
            self._started = start(__name__, own_group=False)
        except OSError as error:
            raise SourceError(
                f"No process can be started to read the manifests of {task.root}: {error.strerror or error}.",
                target=task.root,
                remedy="Try again.",
            ) from error
        self._task: WorkerTask | None = task
        self._seconds = task.seconds
        self._decoder = msgpack_decoder(Batch)

    def read(self, paths: Sequence[str]) -> Batch:
        """Have files read; waits for it.

        Raises:
            WorkerEnded: It gave no answer: it took too long, too much memory, or was ended by another.
        """
        began = time.monotonic()
        try:
            if self._task is not None:
                send(self._started.stdin, self._task)
                self._task = None
            send(self._started.stdin, paths)
            answer = receive(self._started.stdout)
            if answer is not None:
                return self._decoder.decode(answer)
        except (OSError, ValueError, msgspec.MsgspecError):  # ValueError: its pipes are closed
            answer = None
        raise WorkerEnded(self._started.why_ended(time.monotonic() - began, self._seconds))

    def close(self) -> None:
        """End the worker. May be called while another thread waits for an answer, which then gets WorkerEnded."""
        self._started.process.kill()

    def release(self) -> None:
        """Close what belongs to the worker, when nobody waits for an answer any more."""
        self._started.end()
        self._started.stdout.close()


def main() -> None:
    """The worker's life."""
    gc.disable()  # nothing here refers to itself, and there is much of it
    from wingetpy.sources.index.reading import Reader

    source, target = sys.stdin.buffer, sys.stdout.buffer
    first = receive(source)
    if first is None:
        return
    task = msgpack_decoder(WorkerTask).decode(first)
    reader, standstill = Reader(task.root), Standstill(task.seconds)
    paths = msgpack_decoder(list[str])
    while (frame := receive(source)) is not None:
        try:
            with standstill.bounds():
                answer = reader.read(paths.decode(frame))
            send(target, answer)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)  # what is left of the memory is not enough for an end in order
