"""A process that validates folders of manifests for another one.

The first frame to the worker is the task, each further one a list of folders; each of those is answered with a list of
reports. The worker ends with its standard input, so also when its parent dies, and by itself when it takes too long.
"""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Sequence
from contextlib import suppress

import msgspec

from wingetpy.authoring.reports import ManifestReport
from wingetpy.authoring.validator import Folder, Task, Validator
from wingetpy.errors import ErrorCode, ManifestError
from wingetpy.model.decoding import msgpack_decoder
from wingetpy.sources.index.frames import receive, send
from wingetpy.sources.index.process import OUT_OF_MEMORY, start
from wingetpy.sources.index.standstill import Standstill

PORTION_SECONDS = 300.0
"""How long a worker may validate one portion of folders: some two hundred, which take a second."""


class ValidationWorker:
    """The parent's end of a worker.

    Raises:
        ManifestError: No process can be started.
    """

    def __init__(self, task: Task) -> None:
        try:
            self._started = start(__name__)
        except OSError as error:
            raise ManifestError(
                f"No process can be started to validate {task.root}: {error.strerror or error}.",
                code=ErrorCode.ManifestFailed,
                target=task.root,
                remedy="Try again.",
            ) from error
        self._decoder = msgpack_decoder(list[ManifestReport])
        with suppress(OSError):  # it has ended already, which the first answer shows
            send(self._started.stdin, (task, PORTION_SECONDS))

    def reports(self, folders: Sequence[Folder]) -> list[ManifestReport]:
        """Have folders validated; waits for it.

        Raises:
            ManifestError: It gave no answer: it took too long, too much memory, or was ended by another.
        """
        began = time.monotonic()
        try:
            send(self._started.stdin, folders)
            if (answer := receive(self._started.stdout)) is not None:
                return self._decoder.decode(answer)
        except (OSError, ValueError, msgspec.MsgspecError):  # ValueError: its pipes are closed
            pass
        why = self._started.why_ended(time.monotonic() - began, PORTION_SECONDS)
        raise ManifestError(
            f"The manifests from {folders[0][0]} to {folders[-1][0]} cannot be validated: {why}.",
            code=ErrorCode.ManifestFailed,
            target=folders[0][0],
            remedy="Validate these folders one by one to find the manifest.",
        )

    def close(self) -> None:
        """End the worker and wait a moment for it."""
        self._started.end()
        self._started.stdout.close()


def main() -> None:
    """The worker's life."""
    gc.disable()  # nothing here refers to itself, and there is much of it
    source, target = sys.stdin.buffer, sys.stdout.buffer
    frame = receive(source)
    if frame is None:
        return
    task, seconds = msgpack_decoder(tuple[Task, float]).decode(frame)
    validator, standstill = Validator(task), Standstill(seconds)
    folders = msgpack_decoder(list[Folder])
    while (frame := receive(source)) is not None:
        try:
            with standstill.bounds():
                answer = validator.reports(folders.decode(frame))
            send(target, answer)
        except MemoryError:
            os._exit(OUT_OF_MEMORY)  # what is left of the memory is not enough for an end in order
