"""A process that reads manifests for another one.

The first frame to the worker is the root, each further one a list of paths; each of those is answered with a `Batch`.
The worker ends with its standard input, so also when its parent dies.
"""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

import msgspec

from wingetpy.errors import SourceError
from wingetpy.model.decoding import msgpack_decoder
from wingetpy.sources.index.frames import receive, send
from wingetpy.sources.index.parts import Batch
from wingetpy.sources.index.process import start


class Worker:
    """The parent's end of a worker.

    Args:
        root: The root of the source that it reads from, a native path.
    """

    def __init__(self, root: str) -> None:
        self._started = start(__name__)
        self._decoder = msgpack_decoder(Batch)
        send(self._started.stdin, root)

    def read(self, paths: Sequence[str]) -> Batch:
        """Have files read; waits for it.

        Raises:
            SourceError: when the worker died.
        """
        try:
            send(self._started.stdin, paths)
            answer = receive(self._started.stdout)
        except OSError as error:
            raise self._died() from error
        if answer is None:
            raise self._died()
        return self._decoder.decode(answer)

    def close(self) -> None:
        """End the worker and wait for it."""
        self._started.process.kill()
        self._started.process.wait()
        self._started.stdin.close()
        self._started.stdout.close()

    def _died(self) -> SourceError:
        return SourceError("A process that reads manifests ended before its time.", remedy="Try again.")


def main() -> None:
    """The worker's life."""
    gc.disable()  # nothing here refers to itself, and there is much of it
    from wingetpy.sources.index.reading import Reader

    source, target = sys.stdin.buffer, sys.stdout.buffer
    root = receive(source)
    if root is None:
        return
    reader = Reader(msgspec.msgpack.decode(root, type=str))
    paths = msgpack_decoder(list[str])
    while (frame := receive(source)) is not None:
        send(target, reader.read(paths.decode(frame)))
