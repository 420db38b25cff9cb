"""The stand-in for PyWinRT: modules with its names (`tests/pywinrt_stand_in`), on the search path of a test."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

STAND_IN = Path(__file__).resolve().parent.parent / "pywinrt_stand_in"


@contextmanager
def modules_from(*folders: Path) -> Iterator[None]:
    """Have `winrt` imported from these folders and no other one; afterwards as before."""
    before = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "winrt"}
    for name in before:
        del sys.modules[name]
    sys.path[:0] = paths = [str(one) for one in folders]
    importlib.invalidate_caches()
    try:
        yield
    finally:
        for path in paths:
            sys.path.remove(path)
        for name in [name for name in sys.modules if name.partition(".")[0] == "winrt"]:
            del sys.modules[name]
        sys.modules.update(before)


def play() -> Any:
    """Return what the stand-in plays, as nobody has set anything yet."""
    playing = importlib.import_module("winrt.playing")
    playing.play.reset()
    return playing.play


def answer(**how: object) -> Any:
    """Return how an operation of the stand-in goes."""
    return importlib.import_module("winrt.playing").Answer(**how)
