"""A stream that is read once, with its place: tarfile reads a tar from it in far fewer calls than from its own."""

from __future__ import annotations

import tarfile
from typing import IO

_STEP = 1 << 16


class Forward:
    """A stream read from its begin to its end, with a bound to what is read of headers.

    Args:
        content: Each read of it gives at most the bytes that are asked for, and none at the end.
    """

    def __init__(self, content: IO[bytes]) -> None:
        self._content = content
        self._step = b""
        self._begin = 0  # of the step
        self._at = 0
        self._header_end: int | None = None
        self._most = 0

    def begin_header(self, most: int) -> None:
        """Refuse from now on, until `end_header`, to read more than so many bytes."""
        self._most = most
        self._header_end = self._at + most

    def end_header(self) -> None:
        self._header_end = None

    def read(self, size: int) -> bytes:
        """The next bytes; fewer only at the end.

        Raises:
            tarfile.ReadError: A header is too long.
        """
        at, begin = self._at, self._begin
        if size < 0:
            raise tarfile.ReadError("a header declares a negative size")
        if self._header_end is not None and at + size > self._header_end:
            raise tarfile.ReadError(f"the header of an entry has more than {self._most:,} bytes")
        step = self._step[at - begin : at - begin + size]
        self._at = at + len(step)
        return step if len(step) == size else step + self._more(size - len(step))

    def _more(self, size: int) -> bytes:
        """Bytes behind the step that is read up."""
        parts: list[bytes] = []
        while size and (step := self._content.read(_STEP)):
            self._begin, self._step = self._at, step
            parts.append(step[:size])
            self._at += len(parts[-1])
            size -= len(parts[-1])
        return b"".join(parts)

    def tell(self) -> int:
        return self._at

    def seek(self, place: int, whence: int = 0) -> int:
        """Read on to a place.

        Raises:
            tarfile.StreamError: It lies behind.
        """
        if whence or place < self._at:
            raise tarfile.StreamError("seeking backwards is not allowed")
        header_end, self._header_end = self._header_end, None  # what an entry holds is no header
        while self._at < place and self.read(min(place - self._at, _STEP)):
            pass
        if header_end is not None:
            self._header_end = self._at + self._most
        return self._at


class StoredFile:
    """The content of an ordinary file of a tar, of which the stream is at the begin."""

    __slots__ = ("_left", "_stream")

    def __init__(self, stream: Forward, size: int) -> None:
        self._stream = stream
        self._left = size

    def __enter__(self) -> StoredFile:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is held open."""

    def read(self, size: int) -> bytes:
        """The next bytes, at most `size`; none at the end of the file."""
        data = self._stream.read(min(size, self._left))
        if not data and self._left:
            raise tarfile.ReadError("unexpected end of data")
        self._left -= len(data)
        return data
