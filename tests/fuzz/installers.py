"""Installers, read as `new` reads them: databases, programs, packages, archives, fonts, and what is none of these."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from fuzz.target import nothing_left
from wingetpy.authoring.facts.read import read_installer


class Target:
    """See `target.Target`."""

    seconds = 15.0
    megabytes = 1024
    most_bytes = 60_000
    tokens: Sequence[bytes] = (
        b"\xff" * 4, b"\xfe\xff\xff\xff", b"\xfd\xff\xff\xff", b"\xff\xff\xff\x7f", b"\x00" * 4, b"\x01\x00\x00\x00",
        b"\x00\x10", b"\x1e\x00\x00\x00", b"MZ", b"PE\x00\x00", b".wixburn", b"\x00\x43\xf1\x00", b"rDlPtS",
        b"\xef\xbe\xad\xdeNullsoftInst", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"PK\x01\x02",
        b"setup.exe", b"V\x00S\x00_\x00V\x00E\x00R\x00S\x00I\x00O\x00N\x00", b"<html>",
    )  # fmt: skip

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._path = folder / "installer"

    def run(self, case: bytes) -> str:
        self._path.write_bytes(case)
        with nothing_left(self._folder, (self._path.name,)):
            return read_installer(self._path, "installer").installer_type

    @staticmethod
    def restructured(rng: random.Random, case: bytes, others: Sequence[bytes]) -> bytes | None:
        """A number of four bytes in another number's place, which offsets and counts are; at times."""
        if rng.random() < 0.5 or len(case) < 64:
            return None
        changed = bytearray(case)
        for _ in range(rng.randrange(1, 4)):
            source, target = (rng.randrange(len(case) // 4 - 1) * 4 for _ in range(2))
            changed[target : target + 4] = changed[source : source + 4]
        return bytes(changed)
