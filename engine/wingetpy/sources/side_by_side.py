"""Questions to several sources at once: what is on this machine is asked here, each server in a thread of its own."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import Generic, TypeVar, cast

from wingetpy.errors import Cancelled, ConsentMissing, EngineError, ErrorCode, HostError, SourceError
from wingetpy.model.call import Call

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

FAILURES = (SourceError, HostError, ConsentMissing)
"""What makes one source fail without failing the others."""
_LOOK_SECONDS = 0.1


class SourceQuestion(Generic[T_co]):
    """What one source is asked.

    Args:
        name: The source's.
        ask: Returns the answer or raises; called once.
        is_remote: It may wait for a server.
        is_live: It asks a server each time, which a caller need not wait for.
    """

    def __init__(self, name: str, ask: Callable[[], T_co], *, is_remote: bool = False, is_live: bool = False) -> None:
        self.name = name
        self.ask = ask
        self.is_remote = is_remote
        self.is_live = is_live


def answers(
    questions: Sequence[SourceQuestion[T]], call: Call, patience: float | None = None
) -> Iterator[tuple[int, T | EngineError]]:
    """Yield the place of each question with its answer, or with the failure of that source, as they come.

    Args:
        questions: None waits for another one.
        call: Its wish to stop ends the wait at once; a thread that still asks looks at it, too.
        patience: Seconds that live sources have after the last other answer; None for as long as each takes.

    Raises:
        Cancelled: the caller stopped waiting.
        BaseException: what a question raises that is no failure of a source.
    """
    if len(questions) == 1 and patience is None:
        yield 0, _asked(questions[0])
        return
    arrived: queue.SimpleQueue[tuple[int, T | EngineError | BaseException]] = queue.SimpleQueue()
    remote = {place for place, question in enumerate(questions) if question.is_remote}
    for place in sorted(remote):
        threading.Thread(target=_ask_apart, args=(place, questions[place], arrived), daemon=True).start()
    for place, question in enumerate(questions):
        if place not in remote:
            yield place, _asked(question)
    until: float | None = None
    while remote:
        if until is None and patience is not None and all(questions[place].is_live for place in remote):
            until = time.monotonic() + patience
        place, answer = _next(arrived, call, until)
        if place < 0:
            break
        remote.discard(place)
        if isinstance(answer, BaseException) and not isinstance(answer, FAILURES):
            raise answer
        yield place, cast("T | EngineError", answer)
    for place in sorted(remote):
        yield place, _too_slow(questions[place].name, patience or 0.0)


def _next(
    arrived: queue.SimpleQueue[tuple[int, T | EngineError | BaseException]], call: Call, until: float | None
) -> tuple[int, T | EngineError | BaseException]:
    """The next answer of a thread; the place is -1 when the time is over."""
    while True:
        if call.cancelled:
            raise Cancelled("The request was cancelled.")
        left = _LOOK_SECONDS if until is None else min(_LOOK_SECONDS, until - time.monotonic())
        try:
            return arrived.get(timeout=max(left, 0.0))
        except queue.Empty:
            if until is not None and time.monotonic() >= until:
                return -1, Cancelled("The time is over.")


def _asked(question: SourceQuestion[T]) -> T | EngineError:
    try:
        return question.ask()
    except FAILURES as error:
        return error


def _ask_apart(
    place: int, question: SourceQuestion[T], arrived: queue.SimpleQueue[tuple[int, T | EngineError | BaseException]]
) -> None:
    """Ask in a thread of its own; whatever happens is an answer, or the waiting side would wait for ever."""
    try:
        arrived.put((place, question.ask()))
    except BaseException as error:  # noqa: BLE001  raised on the waiting side
        arrived.put((place, error))


def _too_slow(name: str, seconds: float) -> SourceError:
    return SourceError(
        f"The source {name} did not answer within {seconds:.2g} seconds; what it knows is missing.",
        code=ErrorCode.ServiceUnavailable,
        target=name,
        remedy="Try again later, or name the source to wait for it.",
    )
