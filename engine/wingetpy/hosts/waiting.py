"""Waiting for the change lock: the same patience on every host."""

from __future__ import annotations

import time
from collections.abc import Callable

from wingetpy.errors import Busy, Cancelled
from wingetpy.hosts.host import WaitingNotice

BETWEEN_TRIES = 0.05
BETWEEN_NOTICES = 1.0


def wait_for_lock(try_to_take: Callable[[], bool], wait_seconds: float, waiting: WaitingNotice) -> None:
    """Try until the lock is taken.

    Args:
        try_to_take: Takes the lock if it is free; must not block.
        wait_seconds: The bound; 0 tries once.
        waiting: Told when the first try failed, and about once a second after it.

    Raises:
        Busy: The bound passed (InstallInProgress).
        Cancelled: `waiting` said to stop.
    """
    if try_to_take():
        return
    begin = time.monotonic()
    next_notice = begin
    while (now := time.monotonic()) < begin + wait_seconds:
        if now >= next_notice:
            if not waiting():
                raise Cancelled("Stopped while waiting for another installation to end.")
            next_notice = now + BETWEEN_NOTICES
        time.sleep(min(BETWEEN_TRIES, begin + wait_seconds - now))
        if try_to_take():
            return
    raise Busy(
        f"Another installation has been running for more than {wait_seconds:g} seconds.",
        remedy="Try again when it has ended.",
    )
