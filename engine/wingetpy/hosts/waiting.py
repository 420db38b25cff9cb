"""Waiting for a lock: the same patience everywhere."""

from __future__ import annotations

import time
from collections.abc import Callable

from wingetpy.errors import Busy, Cancelled
from wingetpy.hosts.host import WaitingNotice

FIRST_PAUSE = 0.001
LONGEST_PAUSE = 0.05
BETWEEN_NOTICES = 1.0
"""Seconds, all three."""


def wait_for_lock(
    try_to_take: Callable[[], bool], wait_seconds: float, busy: Exception, waiting: WaitingNotice
) -> None:
    """Try until the lock is taken.

    Args:
        try_to_take: Takes the lock if it is free; must not block.
        wait_seconds: The bound; 0 tries once.
        busy: Raised when the bound passes.
        waiting: Called when the first try failed, and about once a second after it.

    Raises:
        Cancelled: `waiting` answered False.
    """
    if try_to_take():
        return
    begin = time.monotonic()
    next_notice = begin
    pause = FIRST_PAUSE
    while (now := time.monotonic()) < begin + wait_seconds:
        if now >= next_notice:
            if not waiting():
                raise Cancelled("Stopped while waiting for another installation to end.")
            next_notice = now + BETWEEN_NOTICES
        time.sleep(min(pause, begin + wait_seconds - now))
        pause = min(2 * pause, LONGEST_PAUSE)
        if try_to_take():
            return
    raise busy


def another_installation(wait_seconds: float) -> Busy:
    """The error of a change lock whose bound passed."""
    return Busy(
        f"Another installation has been running for more than {wait_seconds:g} seconds.",
        remedy="Try again when it has ended.",
    )
