"""The change lock: a named mutex. Windows frees it when its process dies, and then it counts as taken like any other.

A mutex belongs to a thread: the lock is freed by the thread that took it, as a `with` block does.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from collections.abc import Iterator
from contextlib import contextmanager

from wingetpy.errors.system import as_host_error
from wingetpy.hosts.host import WaitingNotice
from wingetpy.hosts.waiting import another_installation, wait_for_lock
from wingetpy.hosts.windows.native import check, kernel32
from wingetpy.hosts.windows.token import is_elevated, user_sid

_TAKEN, _ABANDONED = 0x00, 0x80


def mutex_name() -> str:
    """One for all elevated engines of the machine, one for each user's own."""
    return r"Global\WinGetPy" if is_elevated() else rf"Global\WinGetPy-{user_sid()}"


@contextmanager
def named_mutex(name: str, wait_seconds: float, waiting: WaitingNotice) -> Iterator[None]:
    """Hold a mutex.

    Raises:
        Busy: The bound passed (InstallInProgress).
        Cancelled: `waiting` answered False.
        HostError: An account with other rights made a mutex of this name.
    """
    with as_host_error("take the lock", name):
        mutex = kernel32.CreateMutexW(None, False, name)
        check(mutex)
    try:
        wait_for_lock(
            lambda: kernel32.WaitForSingleObject(mutex, 0) in (_TAKEN, _ABANDONED),
            wait_seconds,
            another_installation(wait_seconds),
            waiting,
        )
        try:
            yield
        finally:
            kernel32.ReleaseMutex(mutex)
    finally:
        kernel32.CloseHandle(mutex)
