"""Configuration files: read, put in order and held against the resources; nothing of the machine is looked at."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

from fuzz.target import nothing_left
from wingetpy.desired.configuration.read import read_configuration
from wingetpy.desired.configuration.run import check


class Target:
    """See `target.Target`."""

    seconds = 5.0
    megabytes = 1024
    most_bytes = 64 << 10
    tokens: Sequence[bytes] = (
        b"properties:",
        b"configurationVersion: 0.2.0",
        b"resources:",
        b"- resource: WinGetPackage",
        b"dependsOn: [a]",
        b"settings: {id: A, version: 1.10}",
        b"${WinGetConfigRoot}",
        b"[parameters('a')]",
        b"[[",
        b"&a",
        b"*a",
        b"null",
    )

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "case.dsc.yaml"

    def run(self, case: bytes) -> str:
        self._file.write_bytes(case)
        with nothing_left(self._folder, (self._file.name,)):
            outcomes = list(check(read_configuration(self._file)))
        return f"{sum(one.error is None for one in outcomes)} of {len(outcomes)} units"

    @staticmethod
    def restructured(rng: random.Random, case: bytes, others: Sequence[bytes]) -> bytes | None:
        """Take lines of another case in."""
        if rng.random() < 0.5:
            return None
        lines = case.split(b"\n")
        more = rng.choice(others).split(b"\n")
        start = rng.randrange(len(more))
        place = rng.randrange(len(lines) + 1)
        return b"\n".join([*lines[:place], *more[start : start + rng.randint(1, 6)], *lines[place:]])
