"""A target that fails in every way, to try the harness itself."""

from __future__ import annotations

import os
import random
import time
from collections.abc import Sequence
from pathlib import Path

from fuzz.target import nothing_left
from wingetpy.errors import BadRequest


class Target:
    """See `target.Target`."""

    seconds = 2.0
    megabytes = 512
    tokens: Sequence[bytes] = (b"raise", b"exit")
    most_bytes = 100

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def run(self, case: bytes) -> str:
        with nothing_left(self._folder):
            if case == b"raise":
                raise KeyError("x")
            if case == b"exit":
                os._exit(3)
            if case == b"wait":
                time.sleep(60)
            if case == b"memory":
                bytearray(1 << 30)
            if case == b"refuse":
                raise BadRequest("no")
            if case == b"leave":
                (self._folder / "left").touch()
            return "fine"

    @staticmethod
    def restructured(rng: random.Random, case: bytes, others: Sequence[bytes]) -> bytes | None:
        return None
