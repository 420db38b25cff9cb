"""One asynchronous operation of WinRT, from its start to its end."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from time import monotonic, sleep
from typing import Any, Protocol

import msgspec

from wingetpy.errors import Cancelled, ErrorCode
from wingetpy.hosts.winrt.runtime import WinRtRefusal, needed

_STARTED, _COMPLETED, _CANCELED = 0, 1, 2


class Binding(Protocol):
    """How Python reaches the members of an operation: through .NET, or through PyWinRT. Each raises WinRtRefusal."""

    def errors(self) -> AbstractContextManager[None]:
        """Errors of the system as WinRtRefusal."""

    def status(self, operation: Any) -> int:
        """Return its AsyncStatus."""

    def error(self, operation: Any) -> WinRtRefusal:
        """Return why it failed."""

    def result(self, operation: Any) -> Any:
        """Return what it gave."""

    def cancel(self, operation: Any) -> None:
        """Ask it to end."""

    def hear(self, operation: Any, types: tuple[str, str], keep: Callable[[Any, Any], None]) -> None:
        """Have a function called with the operation and each value of its progress, on a thread of the system's own.

        Args:
            types: Of its result and of its progress.
            keep: Must not raise.
        """


class Bounds(msgspec.Struct, frozen=True):
    """How long an operation may take.

    Attributes:
        silence_seconds: Without any progress; then it is cancelled. Windows reports whole percents: one of a package of
            2 GB takes 27 minutes at 100 kbit/s, so that half an hour is no slow line.
        grace_seconds: How long a cancelled one may take to end; then it is left to itself.
        look_seconds: How often the caller is asked whether to go on, and Windows whether it has ended: no handler
            of Windows' own is needed for that, and none that is lost keeps us waiting.
    """

    silence_seconds: float = 1800
    grace_seconds: float = 60
    look_seconds: float = 0.05


class Ended(msgspec.Struct, frozen=True, kw_only=True):
    """How an operation ended.

    Attributes:
        error: HRESULT, unsigned; Cancelled for one that was cancelled, Timeout for one that fell silent.
        text: Of the error; may be empty.
        result: What it gave; also failed deployments give one. None if there is none.
        stop: The caller's own Cancelled, where that was the reason.
    """

    error: int = 0
    text: str = ""
    result: Any = None
    stop: Cancelled | None = None


def finish(
    binding: Binding,
    start: Callable[[], Any],
    *,
    reports: tuple[str, str] | None = None,
    progress: Callable[[Any], None] = lambda value: None,
    go_on: Callable[[], None] = lambda: None,
    bounds: Bounds | None = None,
) -> Ended:
    """Start an operation and wait for its end. Failures are in the outcome; nothing of WinRT is raised.

    Args:
        start: Returns the operation.
        reports: The types of its result and of its progress, where it has one.
        progress: Called with values of the progress, on the caller's thread.
        go_on: Raises Cancelled to stop it. One that ends well all the same has ended well. What else it or `progress`
            raises cancels the operation, and is raised.
    """
    try:
        with binding.errors():
            operation = needed(start(), "operation")
    except WinRtRefusal as error:
        return Ended(error=error.code, text=error.text)
    waiting = _Running(binding, operation, bounds or Bounds())
    try:
        if reports:
            waiting.hear(reports)
        return waiting.until_its_end(progress, go_on)
    except WinRtRefusal as error:
        return Ended(error=error.code, text=error.text)
    except BaseException:
        waiting.cancel()  # nobody waits for it any more
        raise


class _Latest:
    """The newest value of a progress. An operation holds it, so it does not hold the operation: two runtimes collect
    no circle that goes through both.
    """

    def __init__(self) -> None:
        self._value: Any = None

    def keep(self, sender: Any, value: Any) -> None:
        self._value = value  # on a thread of Windows: only kept, so that nothing is raised there

    def take(self) -> Any:
        value, self._value = self._value, None
        return value


class _Running:
    def __init__(self, binding: Binding, operation: Any, bounds: Bounds) -> None:
        self._binding = binding
        self._operation = operation
        self._bounds = bounds
        self._latest = _Latest()
        self._stop: Cancelled | None = None
        self._cancelled_at: float | None = None
        self._silent = False

    def hear(self, types: tuple[str, str]) -> None:
        """Have the progress kept. It has begun, so a system that will not tell is waited for all the same."""
        with suppress(WinRtRefusal):
            self._binding.hear(self._operation, types, self._latest.keep)

    def cancel(self) -> None:
        """Ask for its end. One that refuses goes on, and is waited for."""
        with suppress(WinRtRefusal):
            self._binding.cancel(self._operation)

    def until_its_end(self, progress: Callable[[Any], None], go_on: Callable[[], None]) -> Ended:
        last = monotonic()
        while self._status() == _STARTED:
            sleep(self._bounds.look_seconds)
            if (heard := self._latest.take()) is not None:
                last = monotonic()
                progress(heard)
            if self._cancelled_at is None:
                self._look(go_on, last)
            elif monotonic() - self._cancelled_at > self._bounds.grace_seconds:
                break
        if (heard := self._latest.take()) is not None:
            progress(heard)
        return self._ended()

    def _look(self, go_on: Callable[[], None], last: float) -> None:
        try:
            go_on()
        except Cancelled as stop:
            self._stop = stop
        self._silent = monotonic() - last > self._bounds.silence_seconds
        if self._stop or self._silent:
            self._cancelled_at = monotonic()
            self.cancel()

    def _status(self) -> int:
        return self._binding.status(self._operation)

    def _ended(self) -> Ended:
        status = self._status()
        if status == _COMPLETED:
            return Ended(result=self._binding.result(self._operation))
        if status == _STARTED or (status == _CANCELED and self._silent):
            how_long = f"Windows reported no progress for {self._bounds.silence_seconds:.0f} seconds"
            if not self._silent:
                how_long = f"Windows did not stop within {self._bounds.grace_seconds:.0f} seconds"
            return Ended(error=ErrorCode.Timeout, text=how_long, stop=self._stop)
        if status == _CANCELED:
            return Ended(error=ErrorCode.Cancelled, text="It was cancelled.", stop=self._stop)
        return self._failure()

    def _failure(self) -> Ended:
        refused = self._binding.error(self._operation)
        try:
            result = self._binding.result(self._operation)
        except WinRtRefusal:
            result = None  # a failed operation has a result only where it is a deployment
        return Ended(error=refused.code, text=refused.text, result=result)
