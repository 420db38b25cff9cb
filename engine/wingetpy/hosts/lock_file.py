"""Locks between processes and threads: each belongs to one open file, and the system frees it when its process dies.

The one owner of such locks; only the change lock of the windows host is a mutex, which also works between sessions.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from wingetpy.errors.system import as_host_error
from wingetpy.hosts.host import WaitingNotice
from wingetpy.hosts.waiting import wait_for_lock


@contextmanager
def lock_file(
    path: Path, wait_seconds: float, busy: Exception, waiting: WaitingNotice = lambda: True
) -> Iterator[None]:
    """Hold the lock of a file, which is made in a folder that exists, and stays.

    Args:
        path: The file. Nothing is written into it.
        wait_seconds: The bound; 0 tries once.
        busy: Raised when the bound passes.
        waiting: Called when the first try failed, and about once a second after it; False stops the wait.

    Raises:
        Cancelled: `waiting` answered False.
        HostError: The file cannot be opened.
    """
    with as_host_error("open the lock", str(path), remedy="Move it away and try again: it holds nothing."):
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        wait_for_lock(lambda: try_lock(descriptor), wait_seconds, busy, waiting)
        try:
            yield
        finally:
            unlock(descriptor)
    finally:
        os.close(descriptor)


if sys.platform == "win32":
    import msvcrt

    def try_lock(descriptor: int, byte: int = 0) -> bool:
        """Lock an open file until it is closed; False if another one holds it.

        Args:
            descriptor: Open for writing; its position is undefined afterwards.
            byte: Which byte Windows locks, as others cannot read or write it. It may lie behind the end.
        """
        os.lseek(descriptor, byte, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:  # whatever its number: Windows says 13, Wine 0
            return False
        return True

    def unlock(descriptor: int, byte: int = 0) -> None:
        """Free what `try_lock` took."""
        os.lseek(descriptor, byte, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def try_lock(descriptor: int, byte: int = 0) -> bool:
        """Lock an open file until it is closed; False if another one holds it. `byte` counts on Windows only."""
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def unlock(descriptor: int, byte: int = 0) -> None:
        """Free what `try_lock` took."""
        fcntl.flock(descriptor, fcntl.LOCK_UN)
