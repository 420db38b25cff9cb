"""A process that validates folders of manifests for another one.

The first frame to the worker is the task, each further one a list of folders; each of those is answered with a list of
reports. The worker ends with its standard input, so also when its parent dies.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from wingetpy.authoring.reports import ManifestReport
from wingetpy.authoring.validator import Folder, Task, Validator
from wingetpy.errors import EngineError
from wingetpy.model.decoding import msgpack_decoder
from wingetpy.sources.index.frames import receive, send
from wingetpy.sources.index.process import start


class ValidationWorker:
    """The parent's end of a worker."""

    def __init__(self, task: Task) -> None:
        self._started = start(__name__)
        self._decoder = msgpack_decoder(list[ManifestReport])
        send(self._started.stdin, task)

    def reports(self, folders: Sequence[Folder]) -> list[ManifestReport]:
        """Have folders validated; waits for it.

        Raises:
            EngineError: The worker died.
        """
        try:
            send(self._started.stdin, folders)
            answer = receive(self._started.stdout)
        except OSError as error:
            raise _died() from error
        if answer is None:
            raise _died()
        return self._decoder.decode(answer)

    def close(self) -> None:
        """End the worker and wait for it."""
        self._started.process.kill()
        self._started.process.wait()
        self._started.stdin.close()
        self._started.stdout.close()


def _died() -> EngineError:
    return EngineError("A process that validates manifests ended before its time.", remedy="Try again.")


def main() -> None:
    """The worker's life."""
    gc.disable()  # nothing here refers to itself, and there is much of it
    source, target = sys.stdin.buffer, sys.stdout.buffer
    frame = receive(source)
    if frame is None:
        return
    validator = Validator(msgpack_decoder(Task).decode(frame))
    folders = msgpack_decoder(list[Folder])
    while (frame := receive(source)) is not None:
        send(target, validator.reports(folders.decode(frame)))
