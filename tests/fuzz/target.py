"""What a target of the fuzzing is, and what its cases are held against.

A target is a module of this folder with a class `Target`, a line in `targets.TARGETS` and a folder in `corpus`. A case
is bytes. It is survived if the target returns or raises an error of the engine's tree, in time, and leaves nothing
behind; anything else is a finding: an exception, a wait, an end of the process.
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, Protocol

import msgspec

ROOT = Path(__file__).resolve().parents[2]
CORPUS = Path(__file__).with_name("corpus")


class Outlives(AssertionError):
    """A case left something behind, or got a wrong answer."""


class Target(Protocol):
    """What is tried out, in a process of its own.

    Attributes:
        seconds: The bound of one case.
        megabytes: The bound of the process's memory.
        tokens: What mutations put into cases.
        most_bytes: How long a mutated case may become.
    """

    seconds: float
    megabytes: int
    tokens: Sequence[bytes]
    most_bytes: int

    def __init__(self, folder: Path) -> None:
        """Make ready what all cases need, in a folder that is removed at the end."""

    def run(self, case: bytes) -> str:
        """Try a case and return what came of it, in a word or two.

        Raises:
            EngineError: What the case is refused with.
            Outlives: It left something behind.
        """

    @staticmethod
    def restructured(rng: random.Random, case: bytes, others: Sequence[bytes]) -> bytes | None:
        """Return the case changed in a way that keeps its form; None for a change of bytes."""


class Finding(msgspec.Struct):
    """What a case was not survived with. `kind` is the same for cases that fail alike."""

    case: bytes
    kind: str
    details: str
    path: Path | None = None


def target_class(name: str) -> type[Target]:
    made: type[Target] = import_module(f"fuzz.{name}").Target
    return made


def corpus(name: str) -> dict[str, bytes]:
    """The cases of a target by the name of their files."""
    return {path.name: path.read_bytes() for path in sorted((CORPUS / name).iterdir())}


@contextmanager
def nothing_left(folder: Path, but: Sequence[str] = ()) -> Iterator[None]:
    """Fail if what lies in a folder afterwards is not what lay there before, `but` for some at its top."""
    from wingetpy.errors import EngineError

    before = _below(folder, but)
    refused: EngineError | None = None
    try:
        yield
    except EngineError as error:
        refused = error
    if more := sorted(_below(folder, but) ^ before):
        raise Outlives(f"left behind: {more[:5]}") from refused
    if refused is not None:
        raise refused


def _below(folder: Path, but: Sequence[str]) -> set[str]:
    found = set()
    for place, folders, files in os.walk(folder):
        if place == str(folder):
            folders[:] = [name for name in folders if name not in but]
        found.update(os.path.join(place, name) for name in (*folders, *files))
    return found


def patient(condition: Callable[[], Any], seconds: float = 2.0) -> bool:
    """Whether a condition holds soon."""
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
