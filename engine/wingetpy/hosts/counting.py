"""Two watchers: one that remembers every change, and one that ends the process at the n-th.

Killed before, after and in the middle of each change, one after the other, an operation shows that it leaves the
machine as it was or as it should be, and nothing between.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import NoReturn

from wingetpy.hosts.change import Change
from wingetpy.hosts.files import Files
from wingetpy.hosts.host import Host
from wingetpy.hosts.names import beside
from wingetpy.hosts.watched import watch

KILLED = 137
"""The exit code of a process that was killed, as a POSIX shell reports it."""


class Moment(StrEnum):
    """When the process ends: `during` leaves half a file beside the target of `place_file`, a part of the files beside
    that of `place_folder`, and is `before` for all else.
    """

    before = "Before"
    during = "During"
    after = "After"


class Recording:
    """Remembers changes in order; those that were refused are in `begun` only."""

    def __init__(self) -> None:
        self.begun: list[Change] = []
        self.done: list[Change] = []

    def before(self, change: Change) -> None:
        self.begun.append(change)

    def after(self, change: Change) -> None:
        self.done.append(change)


class Countdown:
    """Ends the process at the n-th change, counted from 1."""

    def __init__(self, files: Files, number: int, moment: Moment, end: Callable[[], NoReturn]) -> None:
        self._files = files
        self._left = number
        self._moment = moment
        self._end = end

    def before(self, change: Change) -> None:
        self._left -= 1
        if self._left == 0 and self._moment is not Moment.after:
            if self._moment is Moment.during:
                self._leave_half(change)
            self._end()

    def after(self, change: Change) -> None:
        if self._left == 0 and self._moment is Moment.after:
            self._end()

    def _leave_half(self, change: Change) -> None:
        if change.staged is None:
            return
        half = self._files.local(beside(change.paths[0]))
        if change.what == "place_file":
            _write_half(change.staged, half)
        elif change.what == "place_folder":
            files = sorted(path for path in change.staged.rglob("*") if path.is_file())
            for path in files[: len(files) // 2 + 1]:
                below = half / path.relative_to(change.staged)
                below.parent.mkdir(parents=True, exist_ok=True)
                _write_half(path, below)


def _write_half(whole: Path, half: Path) -> None:
    content = whole.read_bytes()
    half.write_bytes(content[: len(content) // 2])


def kill_at_change(
    host: Host, number: int, moment: Moment = Moment.before, end: Callable[[], NoReturn] | None = None
) -> Host:
    """A host that ends the process at its n-th change.

    Args:
        host: Any host.
        number: Which change, from 1.
        moment: When, seen from that change.
        end: What ends the process; tests in one process raise here.
    """
    return watch(host, Countdown(host.files, number, moment, end or end_at_once))


def end_at_once() -> NoReturn:
    os._exit(KILLED)
