"""The log of changes: one UTF-8 line an event, in a file that is rotated when it is full.

Two engines may write at once. Each line is written under a lock on a file beside the log, with the log opened for that
line only: an engine that kept it open would keep the other one from turning it over on Windows.
"""

from __future__ import annotations

import os
import time
from itertools import pairwise
from pathlib import Path
from typing import Literal

from wingetpy.errors import HostError
from wingetpy.errors.secrets import without_secrets
from wingetpy.hosts.clock import Clock
from wingetpy.hosts.host import Host
from wingetpy.hosts.lock_file import lock_file
from wingetpy.settings.model import LogLevel

MOST_BYTES = 1_000_000
OLD_FILES = 3
LOCK_SECONDS = 10.0

LineLevel = Literal["Verbose", "Information", "Warning", "Error"]
_LEVELS: dict[LineLevel, int] = {"Verbose": 0, "Information": 1, "Warning": 2, "Error": 3}
_LEAST: dict[LogLevel, int] = {"verbose": 0, "info": 1, "warning": 2, "error": 3, "critical": 3}


def log_path(host: Host) -> Path:
    """The native path of this host's log; the file may not exist yet."""
    return host.state_folder() / "log" / "wingetpy.log"


class ChangeLog:
    """Appends lines `time level [process] text`; a line break in a text is written as `\\n`, the secrets
    of a URL as `***`.

    A log that cannot be written (full disk, no rights) stops no change: the next line that can be written says how many
    are missing.
    """

    def __init__(self, path: Path, clock: Clock, level: LogLevel = "info", *, most_bytes: int = MOST_BYTES) -> None:
        self.path = path
        self._clock = clock
        self.level: LogLevel = level
        self._most_bytes = most_bytes
        self._lost = 0

    def write(self, level: LineLevel, text: str) -> None:
        """Write one line, if its level is wanted. Never raises for what the disk does."""
        if _LEVELS[level] < _LEAST[self.level]:
            return
        lines = self._line(level, text)
        if self._lost:
            lines = self._line("Warning", f"{self._lost} lines before this one could not be written") + lines
        try:
            self._append(lines)
        except (OSError, HostError):
            self._lost += 1
        else:
            self._lost = 0

    def _line(self, level: LineLevel, text: str) -> bytes:
        now = self._clock.now()
        stamp = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(now)) + f".{int(now % 1 * 1000):03d}Z"
        flat = without_secrets(text).replace("\r", "").replace("\n", "\\n")
        return f"{stamp} {level.lower()} [{os.getpid()}] {flat}\n".encode("utf-8", "replace")

    def _append(self, lines: bytes) -> None:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with lock_file(self.path.with_suffix(".lock"), LOCK_SECONDS, TimeoutError("the log is locked")):
            if _size(self.path) + len(lines) > self._most_bytes:
                self._turn_over()
            with self.path.open("ab") as file:
                file.write(lines)

    def _turn_over(self) -> None:
        """`wingetpy.log` becomes `wingetpy.1.log`, that one `wingetpy.2.log`, ...; the oldest goes."""
        names = [self.path, *(self.path.with_suffix(f".{n}.log") for n in range(1, OLD_FILES + 1))]
        for newer, older in reversed(list(pairwise(names))):
            if newer.exists():
                newer.replace(older)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0
