"""Compressed content, read in bounded steps: a read makes no more bytes than it is asked for.

A few kilobytes of bzip2 can become gigabytes at once, and xz names how much memory its reader needs.
"""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
from collections.abc import Callable
from typing import IO

MOST_MEMORY = 256 << 20
"""Bytes that a decompressor of LZMA may take; `xz -9` needs 65 MiB."""
MOST_EMPTY_STREAMS = 1000
"""Streams without content that may follow one another: each costs time, and makes nothing that could be counted."""
_STEP = 1 << 16
_Decompressor = bz2.BZ2Decompressor | lzma.LZMADecompressor


class Decompressed(io.RawIOBase):
    """The content of a compressed stream.

    Args:
        packed: The stream.
        begin: Makes a decompressor.
        first: Bytes that come before the stream's own.
        may_end: Whether the content may end without a mark; otherwise EOFError is raised.
    """

    def __init__(
        self, packed: IO[bytes], begin: Callable[[], _Decompressor], *, first: bytes = b"", may_end: bool = False
    ) -> None:
        self._packed = packed
        self._begin = begin
        self._decompressor = begin()
        self._first = first
        self._may_end = may_end
        self._empty = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, at least one and at most `size`; none at the end."""
        while True:
            if self._decompressor.eof:
                self._first = self._decompressor.unused_data or self._packed.read(_STEP)
                if not self._first:
                    return b""
                self._decompressor = self._begin()  # streams may follow one another
                self._empty += 1
                if self._empty > MOST_EMPTY_STREAMS:
                    raise EOFError(f"more than {MOST_EMPTY_STREAMS:,} streams without content follow one another")
            packed = b""
            if self._decompressor.needs_input:
                packed, self._first = self._first or self._packed.read(_STEP), b""
                if not packed and self._may_end:
                    return b""
                if not packed:
                    raise EOFError("the compressed data end too early")
            if made := self._decompressor.decompress(packed, size):
                self._empty = 0
                return made

    def close(self) -> None:
        self._packed.close()
        super().close()


def opened_tar(file: IO[bytes]) -> IO[bytes]:
    """The content of a tar file of any compression that Python knows: gzip, bzip2, xz, or none."""
    head = file.read(6)
    file.seek(0)
    if head.startswith(b"\x1f\x8b\x08"):
        return gzip.GzipFile(fileobj=file)  # type: ignore[return-value]
    if head.startswith(b"BZh"):
        return Decompressed(file, bz2.BZ2Decompressor)  # type: ignore[return-value]
    if head.startswith((b"\xfd7zXZ", b"\x5d\x00\x00\x80")):
        return Decompressed(file, _lzma)  # type: ignore[return-value]
    return file


def opened_bzip2(packed: IO[bytes]) -> IO[bytes]:
    """The content of a zip's entry of method 12."""
    return Decompressed(packed, bz2.BZ2Decompressor)  # type: ignore[return-value]


def opened_lzma(packed: IO[bytes]) -> IO[bytes]:
    """The content of a zip's entry of method 14: a head of its own (APPNOTE 5.8.8), then LZMA without a size."""
    head = packed.read(4)
    (size,) = struct.unpack_from("<H", head, 2)
    first = packed.read(size) + b"\xff" * 8  # the head of an .lzma file: what the zip has, and an unknown size
    return Decompressed(packed, _lzma_alone, first=first, may_end=True)  # type: ignore[return-value]


def _lzma() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(memlimit=MOST_MEMORY)


def _lzma_alone() -> lzma.LZMADecompressor:
    return lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=MOST_MEMORY)
