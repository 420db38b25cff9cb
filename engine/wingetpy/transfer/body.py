"""The body of a large answer, in blocks as large as the connection gives them.

httpx hands out 64 KB at a time and copies each byte three times on the way. What is left of a body of known length
after its first block is therefore read from the socket itself.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import TYPE_CHECKING

from wingetpy.transfer.client import STANDSTILL_SECONDS

if TYPE_CHECKING:
    import socket

    import httpx

_BLOCK = 1 << 20
_SMALLEST = 4096
_MOMENT_SECONDS = 0.1


def body_blocks(
    answer: httpx.Response, most_per_second: int | None = None, standstill: float = STANDSTILL_SECONDS
) -> Iterator[bytes]:
    """Yield the bytes of an answer as they come over the wire; whoever stops early closes the answer.

    Args:
        most_per_second: Blocks are so small that a limit can be kept; None for none.
        standstill: Seconds that the server may send nothing.

    Raises:
        httpx.HTTPError, OSError: the connection broke.
    """
    blocks = answer.iter_raw()
    length = _plain_length(answer)
    if length is None:
        yield from blocks
        return
    first = next(blocks, b"")
    yield first
    connection = answer.extensions["network_stream"].get_extra_info("socket")
    if connection is None:  # a tunnel within a tunnel
        yield from blocks
        return
    connection.settimeout(standstill)
    largest = _BLOCK if most_per_second is None else min(max(most_per_second // 8, _SMALLEST), _BLOCK)
    yield from _filled(connection, length - len(first), largest)


def _filled(connection: socket.socket, left: int, largest: int) -> Iterator[bytes]:
    """Yield the next bytes of a connection in full blocks, on a slow line in what a moment brings."""
    import httpx  # late: start time

    buffer = memoryview(bytearray(largest))
    filled, began = 0, time.monotonic()
    try:
        while left > 0:
            size = connection.recv_into(buffer[filled:], min(left, largest - filled))
            if not size:
                raise httpx.RemoteProtocolError(f"the connection was closed {left:,} bytes before the end")
            left -= size
            filled += size
            if filled == largest or time.monotonic() - began > _MOMENT_SECONDS:
                yield bytes(buffer[:filled])
                filled, began = 0, time.monotonic()
    except (OSError, httpx.HTTPError):
        if filled:
            yield bytes(buffer[:filled])  # what came before it broke is kept
        raise
    if filled:
        yield bytes(buffer[:filled])


def _plain_length(answer: httpx.Response) -> int | None:
    """How many bytes follow the head as they are; None where they are framed, compressed or of unknown number."""
    text = answer.headers.get("Content-Length", "")
    framed = "Transfer-Encoding" in answer.headers or answer.http_version not in ("HTTP/1.0", "HTTP/1.1")
    if framed or "network_stream" not in answer.extensions or not (text.isascii() and text.isdigit()):
        return None
    return int(text) if len(text) < 19 else None
