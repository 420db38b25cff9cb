"""Bytes to lines. Whatever a peer sends, the answer is a line or a `Fault`, and memory stays bounded."""

from __future__ import annotations

import msgspec

LINE_LIMIT_IN = 16 * 1024 * 1024
"""Bytes of the longest line that is read, without its LF."""

LINE_LIMIT_OUT = 1024 * 1024
"""Bytes of the longest line that is written, with its LF."""

TOO_LONG = "Ask for less. If it is one thing that is so long, its author has to shorten it."
"""The remedy where an answer does not fit into a line."""

BYTE_ORDER_MARK = b"\xef\xbb\xbf"

PARSE_ERROR = -32700
INVALID_REQUEST = -32600
METHOD_NOT_FOUND = -32601
INVALID_PARAMS = -32602
NOT_INITIALIZED = -32002


class Fault(msgspec.Struct, frozen=True):
    """What is wrong with a line: JSON-RPC's code and a sentence. `target` names the member or method, if any."""

    code: int
    text: str
    target: str | None = None


class LineSplitter:
    """Cuts a stream into lines, however it arrives in chunks.

    A byte-order mark is dropped as the very first bytes of the stream: Windows PowerShell 5.1 writes one when the
    console's code page is 65001. Anywhere else it is a fault.
    """

    def __init__(self, limit: int = LINE_LIMIT_IN) -> None:
        self._limit = limit
        self._held: list[bytes] = []
        self._held_size = 0
        self._discarding = False
        self._first = True

    def feed(self, chunk: bytes) -> list[bytes | Fault]:
        """The lines that `chunk` completes, without their LF.

        A line that grows over the limit is a fault at once; its rest is discarded as it comes.
        """
        *ends, rest = chunk.split(b"\n")
        found = [line for end in ends if (line := self._complete(end)) is not None]
        if rest and (fault := self._hold(rest)) is not None:
            found.append(fault)
        return found

    def end(self) -> Fault | None:
        """What is wrong at the end of the stream: half a line, if there is one."""
        line = b"".join(self._held)
        if self._first:
            line = line.removeprefix(BYTE_ORDER_MARK)
        if self._discarding or not line.strip():
            return None
        return Fault(PARSE_ERROR, f"The stream ended within a line, after {len(line)} bytes of it.")

    def _complete(self, end: bytes) -> bytes | Fault | None:
        if self._discarding:
            self._discarding = False
            return None
        line = b"".join((*self._held, end)) if self._held else end
        self._held.clear()
        self._held_size = 0
        if self._first:
            self._first = False
            line = line.removeprefix(BYTE_ORDER_MARK)
        return self._too_long() if len(line) > self._limit else _checked(line)

    def _hold(self, piece: bytes) -> Fault | None:
        if self._discarding:
            return None
        self._held.append(piece)
        self._held_size += len(piece)
        if self._held_size <= self._limit + len(BYTE_ORDER_MARK):
            return None
        self._held.clear()
        self._held_size = 0
        self._first = False
        self._discarding = True
        return self._too_long()

    def _too_long(self) -> Fault:
        return Fault(INVALID_REQUEST, f"The line is longer than {self._limit} bytes; it was discarded.")


def _checked(line: bytes) -> bytes | Fault:
    if line.isascii():
        return line
    if line.startswith(BYTE_ORDER_MARK):
        return Fault(
            PARSE_ERROR,
            "A byte-order mark is allowed as the very first bytes of the stream only.",
        )
    try:
        line.decode("utf-8")
    except UnicodeDecodeError as error:
        return Fault(
            PARSE_ERROR, f"The line is not UTF-8: byte {error.start} is 0x{line[error.start]:02X} ({error.reason})."
        )
    return line
