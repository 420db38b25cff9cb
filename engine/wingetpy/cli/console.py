"""Where the command line's words go: results on stdout, warnings, progress and errors on stderr."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, TextIO

import msgspec

from wingetpy.cli.options import Given
from wingetpy.cli.remedies import remedy_of
from wingetpy.errors import EngineError, ErrorReport
from wingetpy.errors.secrets import without_secrets
from wingetpy.model.call import Level, Progress
from wingetpy.model.proxy import CallerAccess, Proxy
from wingetpy.model.text import harmless

REDRAW_SECONDS = 0.1
_READER_GONE = (errno.EPIPE, errno.EINVAL)
"""What a write to a closed pipe says; Windows says the second."""


class Console:
    """The Call of the command line. Collects items for the command's view, draws progress where a person looks."""

    def __init__(self, *, json: bool) -> None:
        self.json = json
        self.proxy: Proxy | None = None
        self.access = CallerAccess()
        self.rows: list[Any] = []
        self.on_items: Callable[[Sequence[Any]], None] | None = None
        self._verbose = False
        self._warnings = True
        self._draws = not json and sys.stderr.isatty()
        self._drawn = False
        self._last = 0.0
        self._stopped = False
        self.forced = False

    def follow(self, given: Given) -> None:
        """Show what the common options ask for."""
        self._verbose = given.flag("verbose")
        self._warnings = not given.flag("nowarn")
        self._draws = self._draws and not given.flag("no_progress")

    @property
    def cancelled(self) -> bool:
        return self._stopped

    def stop(self) -> None:
        """The user interrupted: no new step is begun. Interrupted again: an installer that runs is ended."""
        self.forced = self._stopped
        self._stopped = True

    @property
    def width(self) -> int | None:
        """Cells of the terminal that stdout is; None where it is none, so that nothing is cut in a pipe."""
        if not sys.stdout.isatty():
            return None
        return os.get_terminal_size(sys.stdout.fileno()).columns

    def items(self, rows: Sequence[msgspec.Struct]) -> None:
        self.rows.extend(rows)
        if self.on_items is not None and not self.json:
            self.clear()
            self.on_items(rows)

    def progress(self, progress: Progress) -> None:
        now = time.monotonic()
        if not self._draws or now - self._last < REDRAW_SECONDS:
            return
        self._last, self._drawn = now, True
        self._write_error(f"\r\x1b[K{harmless(f'{progress.activity}  {_measure(progress)}')}")

    def message(self, level: Level, text: str, code: str | None = None) -> None:
        if (level == "Verbose" and not self._verbose) or (level == "Warning" and not self._warnings):
            return
        self.clear()
        prefix = "" if level == "Information" else f"{level}: "
        self.note(f"{prefix}{without_secrets(text)}{f' ({code})' if code else ''}")

    def clear(self) -> None:
        """Take the progress line away before something else is written."""
        if self._drawn:
            self._write_error("\r\x1b[K")
            self._drawn = False

    def note(self, text: str) -> None:
        self._write_error(harmless(text) + "\n")

    def _write_error(self, text: str) -> None:
        """Write to stderr. Called in the middle of a change, so it never fails: what nobody can read is lost."""
        try:
            sys.stderr.write(text)
            sys.stderr.flush()
        except OSError:
            _lead_nowhere(sys.stderr)

    def write(self, lines: Sequence[str]) -> None:
        """To stdout, without what a terminal obeys. A reader that has gone ends no command; a full disk does."""
        self.clear()
        try:
            sys.stdout.write(harmless("".join(line + "\n" for line in lines)))
            sys.stdout.flush()
        except OSError as error:
            if error.errno not in _READER_GONE:
                raise
            _lead_nowhere(sys.stdout)

    def write_json(self, value: object) -> None:
        self.write([_escaped(msgspec.json.encode(value).decode())])

    def fault(self, error: EngineError, package: str = "") -> None:
        """One clear error: what, why, what to do, the code; before it, the one package of several that it is about."""
        self.clear()
        if self.json:
            self.note(msgspec.json.encode(ErrorReport.of(error)).decode())
            return
        self.note(error.text if package in error.text else f"{package}: {error.text}")
        if remedy := remedy_of(error):
            self.note(remedy)
        self.note(f"{error.code.hex} : {error.symbol}")


def _escaped(text: str) -> str:
    """JSON in which what a terminal obeys is written as an escape, which means the same."""
    return text if text.isascii() else "".join(_escape(one) if harmless(one) != one else one for one in text)


def _escape(letter: str) -> str:
    return f"\\u{ord(letter):04x}"


def _lead_nowhere(stream: TextIO) -> None:
    """What is written from now on, and what the stream still holds, goes to the null device."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _measure(progress: Progress) -> str:
    if progress.bytes is None:
        percent = "" if progress.percent_complete is None else f"{progress.percent_complete} % "
        return f"{percent}{progress.status}"
    total = "" if progress.total_bytes is None else f" of {size_text(progress.total_bytes)}"
    return f"{size_text(progress.bytes)}{total} {progress.status}"


def size_text(count: int) -> str:
    """`3.4 MB`; binary units, as winget shows them."""
    value, unit = float(count), "B"
    for unit in ("B", "KB", "MB", "GB"):
        if value < 1024 or unit == "GB":
            break
        value /= 1024
    return f"{int(value)} B" if unit == "B" else f"{value:.1f} {unit}"
