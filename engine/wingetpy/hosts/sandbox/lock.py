"""Locks on files in the root: taken by one open file at a time, freed by the system when a process dies."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wingetpy.hosts.host import WaitingNotice
from wingetpy.hosts.waiting import wait_for_lock


@contextmanager
def file_lock(path: Path, wait_seconds: float, waiting: WaitingNotice) -> Iterator[None]:
    """Hold the lock of a file, which is made and stays.

    Raises:
        Busy, Cancelled: As `wait_for_lock` says.
    """
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        wait_for_lock(lambda: _taken(descriptor), wait_seconds, waiting)
        try:
            yield
        finally:
            _free(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def _taken(descriptor: int) -> bool:
        os.lseek(descriptor, 0, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:  # whatever its number: Windows says 13, Wine 0
            return False
        return True

    def _free(descriptor: int) -> None:
        os.lseek(descriptor, 0, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _taken(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _free(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
