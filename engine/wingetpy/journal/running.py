"""The operation that a step belongs to, for steps that take long."""

from __future__ import annotations

import time

from wingetpy.journal.stop_signal import StopSignal
from wingetpy.model.call import Call, Progress


class Running:
    """What a step may ask and say while it is done.

    Args:
        call: Hears of the progress.
        stop: Says whether the operation may go on, and how long.
        activity: `Install of Tool`.
        busy_wait_seconds: How long an installer may be tried again while another installation is in progress.

    Attributes:
        undoable: Whether all that was done until now can be undone.
    """

    def __init__(self, call: Call, stop: StopSignal, activity: str, busy_wait_seconds: float) -> None:
        self.call = call
        self.stop = stop
        self.activity = activity
        self.busy_wait_seconds = busy_wait_seconds
        self.undoable = True

    def go_on(self) -> None:
        """Raise Cancelled or OperationError (Timeout) if the operation is to stop, and say what is left of it."""
        self.stop(undoable=self.undoable)

    def wait(self, seconds: float, look_seconds: float, progress: Progress) -> None:
        """Wait, say why, and stop early if the operation is to stop. Raises Cancelled, OperationError (Timeout)."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.go_on()
            self.call.progress(progress)
            time.sleep(min(look_seconds, left))
        self.go_on()
