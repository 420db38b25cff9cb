"""Where the command line's words go: results on stdout, warnings, progress and errors on stderr."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, TextIO

import msgspec

from wingetpy.cli.looks import Bar
from wingetpy.cli.options import Given
from wingetpy.cli.remedies import remedy_of
from wingetpy.cli.tables import Part, plain
from wingetpy.errors import EngineError, ErrorReport
from wingetpy.errors.secrets import without_secrets
from wingetpy.messages.language import translated
from wingetpy.model.call import Level, Progress
from wingetpy.model.proxy import CallerAccess, Proxy
from wingetpy.model.text import harmless

if TYPE_CHECKING:
    from wingetpy.cli.terminal import Terminal

REDRAW_SECONDS = 0.1
_STYLES: dict[Level, str] = {"Verbose": "dim", "Information": "", "Warning": "yellow", "Error": "bold red"}
_READER_GONE = (errno.EPIPE, errno.EINVAL)
"""What a write to a closed pipe says; Windows says the second."""


class Console:
    """The Call of the command line. Collects items for the command's view; where a person looks, draws what a pipe
    gets as plain lines, and progress.

    Attributes:
        bar: How progress is drawn.
    """

    def __init__(self, *, json: bool) -> None:
        self.json = json
        self.proxy: Proxy | None = None
        self.access = CallerAccess()
        self.rows: list[Any] = []
        self.on_items: Callable[[Sequence[Any]], None] | None = None
        self._verbose = False
        self._warnings = True
        self._plain = json
        self._terminals: dict[TextIO, Terminal | None] = {}
        self._drawn = False
        self._last = 0.0
        self._stopped = False
        self.forced = False
        self.bar: Bar = "accent"

    def follow(self, given: Given) -> None:
        """Show what the common options ask for."""
        self._verbose = given.flag("verbose")
        self._warnings = not given.flag("nowarn")
        self._plain = self._plain or given.flag("no_vt")

    @property
    def cancelled(self) -> bool:
        return self._stopped

    def stop(self) -> None:
        """The user interrupted: no new step is begun. Interrupted again: an installer that runs is ended."""
        self.forced = self._stopped
        self._stopped = True

    @property
    def draws(self) -> bool:
        """Whether progress is seen."""
        return self._terminal(sys.stderr) is not None and self.bar != "disabled"

    def _terminal(self, stream: TextIO) -> Terminal | None:
        """The terminal that a stream is; None for a pipe or a file, and where plain text is wanted."""
        if self._plain or not stream.isatty():
            return None
        if stream not in self._terminals:
            from wingetpy.cli.terminal import Terminal  # late: only where a person looks

            self._terminals[stream] = Terminal(stream)
        return self._terminals[stream]

    def items(self, rows: Sequence[msgspec.Struct]) -> None:
        self.rows.extend(rows)
        if self.on_items is not None and not self.json:
            self.clear()
            self.on_items(rows)

    def progress(self, progress: Progress) -> None:
        now = time.monotonic()
        terminal = self._terminal(sys.stderr)
        if terminal is None or self.bar == "disabled" or now - self._last < REDRAW_SECONDS:
            return
        self._last, self._drawn = now, True
        _try(sys.stderr, lambda: terminal.progress(progress, self.bar))

    def message(self, level: Level, text: str, code: str | None = None) -> None:
        if (level == "Verbose" and not self._verbose) or (level == "Warning" and not self._warnings):
            return
        self.clear()
        prefix = "" if level == "Information" else f"{translated(level)}: "
        self.note(f"{prefix}{without_secrets(text)}{f' ({code})' if code else ''}", _STYLES[level])

    def clear(self) -> None:
        """Take the progress away before something else is written, and at the end."""
        terminal = self._terminal(sys.stderr) if self._drawn else None
        self._drawn = False
        if terminal is not None:
            _try(sys.stderr, terminal.clear)

    def note(self, text: str, style: str = "") -> None:
        """Write to stderr; on a terminal in a style of rich's."""
        terminal = self._terminal(sys.stderr)
        if terminal is not None:
            _try(sys.stderr, lambda: terminal.write([text], style))
        else:
            _try(sys.stderr, lambda: _put(sys.stderr, harmless(text) + "\n"))

    def write(self, parts: Sequence[Part]) -> None:
        """To stdout, without what a terminal obeys. A reader that has gone ends no command; a full disk does."""
        self.clear()
        terminal = self._terminal(sys.stdout)
        try:
            if terminal is not None:
                terminal.write(parts)
            else:
                _put(sys.stdout, harmless("".join(line + "\n" for line in plain(parts))))
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
        self.note(error.text if package in error.text else f"{package}: {error.text}", _STYLES["Error"])
        if remedy := remedy_of(error):
            self.note(remedy)
        self.note(f"{error.code.hex} : {error.symbol}")


def _put(stream: TextIO, text: str) -> None:
    stream.write(text)
    stream.flush()


def _try(stream: TextIO, write: Callable[[], None]) -> None:
    """Write to stderr. Called in the middle of a change, so it never fails: what nobody can read is lost."""
    try:
        write()
    except OSError:
        _lead_nowhere(stream)


def _escaped(text: str) -> str:
    """JSON in which what a terminal obeys is written as an escape, which means the same."""
    return text if text.isascii() else "".join(_escape(one) if harmless(one) != one else one for one in text)


def _escape(letter: str) -> str:
    return f"\\u{ord(letter):04x}"


def _lead_nowhere(stream: TextIO) -> None:
    """What is written from now on, and what the stream still holds, goes to the null device."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
