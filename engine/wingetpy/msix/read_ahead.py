"""Reads planned ranges of a slow source before they are asked for, several at a time."""

from __future__ import annotations

import threading
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from wingetpy.msix.byte_source import ByteSource

_AHEAD = 4


class ReadAhead:
    """The bytes of another source, of which ranges will be read about in their order. Use as a context manager.

    What lies in a planned range is read with the whole range, once; some ranges are kept, and read again where they are
    asked for much later. What lies elsewhere is read as it is asked for. See `ByteSource`.

    Args:
        source: Its `read` is called from several threads.
        ranges: Offset and length, in order, none overlapping.
    """

    def __init__(self, source: ByteSource, ranges: Sequence[tuple[int, int]]) -> None:
        self.name = source.name
        self.size = source.size
        self._source = source
        self._ranges = ranges
        self._starts = [offset for offset, _ in ranges]
        self._lock = threading.Lock()
        self._kept: OrderedDict[int, Future[bytes]] = OrderedDict()
        self._pool = ThreadPoolExecutor(_AHEAD, "read-ahead")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pool.shutdown(wait=True, cancel_futures=True)

    def read(self, offset: int, length: int) -> bytes:
        """See `ByteSource.read`."""
        data, at, end = [], offset, offset + length
        while at < end:
            number = bisect_right(self._starts, at) - 1
            begin, size = self._ranges[number] if number >= 0 else (0, 0)
            if begin <= at < begin + size:
                piece = self._range(number)[at - begin : end - begin]
            else:
                following = self._starts[number + 1] if number + 1 < len(self._starts) else end
                piece = self._source.read(at, min(end, following) - at)
            data.append(piece)
            at += len(piece)
        return data[0] if len(data) == 1 else b"".join(data)

    def _range(self, number: int) -> bytes:
        with self._lock:
            for following in range(number, min(number + _AHEAD, len(self._ranges))):
                if following not in self._kept:
                    self._kept[following] = self._pool.submit(self._source.read, *self._ranges[following])
            self._kept.move_to_end(number)
            wanted = self._kept[number]
            while len(self._kept) > 3 * _AHEAD:
                self._kept.popitem(last=False)
        return wanted.result()
