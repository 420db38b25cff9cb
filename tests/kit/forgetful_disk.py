"""A disk under a sandbox that forgets what was not flushed: what a loss of power leaves, at every point of a change.

What survives is what `Host.flush` or `os.fsync` wrote, and the SQLite files of the state, which write themselves
through. Of the rest a file system may have written more: so each point has several images, of all that may be found.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from wingetpy.hosts.change import Change
from wingetpy.hosts.host import Host
from wingetpy.hosts.sandbox import SandboxHost
from wingetpy.hosts.watched import watch
from wingetpy.journal.journal import Journal

DRIVE = "C"


class Survival(NamedTuple):
    """What of the changes since the last flush the disk has: names of files (their content is empty then), and the
    registry's hives."""

    names: bool
    registry: bool


SURVIVALS = [Survival(names, registry) for names in (False, True) for registry in (False, True)]


class Image(NamedTuple):
    """What the disk has after a loss of power. `folder` is for a `Shop`; `point` says in words when it was."""

    point: str
    survival: Survival
    folder: Path


class ForgetfulDisk:
    """The disk of a sandbox whose root is `folder / "machine"`.

    Args:
        folder: As a `Shop` has it.
        images: Takes the images.
        forgets_flushes: As if the engine never flushed.
    """

    def __init__(self, folder: Path, images: Path, patch: pytest.MonkeyPatch, forgets_flushes: bool = False) -> None:
        self._machine = folder / "machine"
        self._flushed = images / "flushed"
        self._images = images
        self._contents: set[tuple[int, int, int]] = set()
        self._forgets = forgets_flushes
        self.images: list[Image] = []
        self.host: Host = watch(_FlushingHost(self._machine, self), _EachChange(self))
        self._keep()
        fsync = os.fsync

        def kept(file: int) -> None:
            fsync(file)
            self._contents.add(_content(os.fstat(file)))

        patch.setattr(os, "fsync", kept)
        for name in ("begin", "announce", "tick_off", "end_at", "turn"):
            patch.setattr(Journal, name, self._around(name, getattr(Journal, name)))

    def flush(self, flush: Callable[[], None]) -> None:
        self.point("before a flush")
        flush()
        if not self._forgets:
            self._keep()

    def point(self, when: str) -> None:
        """The power may fail here."""
        for survival in SURVIVALS:
            folder = self._images / str(len(self.images))
            self._make(folder / "machine", survival)
            self.images.append(Image(when, survival, folder))

    def _around(self, name: str, method: Callable[..., object]) -> Callable[..., object]:
        def written(*arguments: object, **named: object) -> object:
            self.point(f"before the journal's {name}")
            return method(*arguments, **named)

        return written

    def _keep(self) -> None:
        """All that there is now survives."""
        shutil.rmtree(self._flushed, ignore_errors=True)
        _copy(self._machine, self._flushed)
        self._contents = {_content(path.stat()) for path in self._machine.rglob("*") if path.is_file()}

    def _make(self, machine: Path, survival: Survival) -> None:
        _copy(self._machine, machine)
        if survival.names:
            for path in (self._machine / DRIVE).rglob("*"):
                if path.is_file() and not path.is_symlink() and _content(path.stat()) not in self._contents:
                    os.truncate(machine / path.relative_to(self._machine), 0)
        else:
            shutil.rmtree(machine / DRIVE)
            _copy(self._flushed / DRIVE, machine / DRIVE)
        if not survival.registry:
            for hive in self._flushed.glob("*.jsonl"):
                shutil.copy2(hive, machine / hive.name)


class _FlushingHost(SandboxHost):
    def __init__(self, root: Path, disk: ForgetfulDisk) -> None:
        super().__init__(root)
        self._disk = disk

    def flush(self) -> None:
        self._disk.flush(super().flush)


class _EachChange:
    def __init__(self, disk: ForgetfulDisk) -> None:
        self._disk = disk

    def before(self, change: Change) -> None:
        self._disk.point(f"before {change.what} {change.target}")

    def after(self, change: Change) -> None:
        pass  # the point before the next one is the same


def _copy(source: Path, target: Path) -> None:
    shutil.copytree(source, target, symlinks=True, ignore=shutil.ignore_patterns("*-shm"))


def _content(status: os.stat_result) -> tuple[int, int, int]:
    """What tells that a file still has the content that was flushed."""
    return status.st_ino, status.st_size, status.st_mtime_ns
