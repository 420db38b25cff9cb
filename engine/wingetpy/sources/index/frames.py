"""Values over a pipe: four bytes of length, then MessagePack."""

from __future__ import annotations

from typing import IO

import msgspec

_LENGTH = 4


def send(pipe: IO[bytes], value: object) -> None:
    frame = msgspec.msgpack.encode(value)
    pipe.write(len(frame).to_bytes(_LENGTH, "big") + frame)
    pipe.flush()


def receive(pipe: IO[bytes]) -> bytes | None:
    """The next value, still encoded; None where the pipe ends."""
    length = pipe.read(_LENGTH)
    if len(length) < _LENGTH:
        return None
    size = int.from_bytes(length, "big")
    frame = pipe.read(size)
    return frame if len(frame) == size else None
