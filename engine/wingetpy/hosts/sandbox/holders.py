"""Which programs have a file of the sandbox open, as Linux shows it below /proc."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

_PROCESSES = Path("/proc")


def programs_holding(file: Path) -> tuple[str, ...]:
    """Return the programs that run from a file or have it open, as `name (process 1234)`, by number.

    Those of other users, and all where there is no /proc, are not known.
    """
    try:
        wanted = os.stat(file)
        numbers = sorted(int(name) for name in os.listdir(_PROCESSES) if name.isdigit())
    except OSError:
        return ()
    return tuple(_named(one) for one in numbers if _holds(one, wanted))


def _holds(process: int, wanted: os.stat_result) -> bool:
    with suppress(OSError):  # it ended, or belongs to another user
        for file in _open_files(_PROCESSES / str(process)):
            with suppress(OSError):
                if os.path.samestat(os.stat(file), wanted):
                    return True
    return False


def _open_files(process: Path) -> Iterator[str]:
    yield str(process / "exe")
    with os.scandir(process / "fd") as entries:
        yield from (entry.path for entry in entries)


def _named(process: int) -> str:
    try:
        name = (_PROCESSES / str(process) / "comm").read_text("utf-8", "replace").strip()
    except OSError:
        name = ""
    return f"{name} (process {process})" if name else f"process {process}"
