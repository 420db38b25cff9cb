"""Whether an operation may go on: asked before each step and between the blocks of a download."""

from __future__ import annotations

import time

from wingetpy.errors import Cancelled, ErrorCode, OperationError
from wingetpy.errors.remedies import TIME_LIMIT
from wingetpy.model.call import Call


class StopSignal:
    """Call it: it raises when the caller asked to stop or the time is over.

    Args:
        call: Who asked.
        timeout_seconds: From now; None for no limit.
    """

    def __init__(self, call: Call, timeout_seconds: float | None) -> None:
        self._call = call
        self._seconds = timeout_seconds
        self._end = None if timeout_seconds is None else time.monotonic() + timeout_seconds

    def seconds_left(self) -> float | None:
        """Return what is left of the time; None for no limit."""
        return None if self._end is None else max(0.0, self._end - time.monotonic())

    def __call__(self, *, undoable: bool = True) -> None:
        """
        Args:
            undoable: Whether all that the operation has changed until now can be undone; not what a program did.

        Raises:
            Cancelled: the caller asked to stop.
            OperationError: Timeout.
        """
        changes = "its changes are undone" if undoable else "what its programs changed until then is left"
        if self._call.cancelled:
            raise Cancelled(f"The operation was cancelled; {changes}.")
        if self._end is not None and time.monotonic() > self._end:
            raise OperationError(
                f"The time limit of {self._seconds:g} seconds is over for the operation; {changes}.",
                code=ErrorCode.Timeout,
                category="OperationTimeout",
                remedy=TIME_LIMIT,
            )
