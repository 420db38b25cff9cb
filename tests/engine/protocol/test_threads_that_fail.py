"""A thread of the engine that fails leaves nobody waiting: its jobs get another one, its answers are not awaited."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest

from wingetpy.protocol.workers import Workers
from wingetpy.protocol.writer import Writer


@pytest.fixture(autouse=True)
def failures(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[object]]:
    """What the threads of a test ended with."""
    seen: list[object] = []
    monkeypatch.setattr(threading, "excepthook", lambda args: seen.append(args.exc_value))
    return iter([seen])


def fail() -> None:
    raise MemoryError


@pytest.mark.parametrize("limit", [1, 2])
def test_jobs_behind_one_that_raises_are_done(limit: int) -> None:
    workers = Workers(limit)
    done = threading.Event()
    hold = threading.Event()
    workers.run(lambda: hold.wait(10) and fail())
    for _ in range(5):
        workers.run(fail)
    workers.run(done.set)
    hold.set()
    assert done.wait(10)
    again = threading.Event()
    workers.run(again.set)
    assert again.wait(10)


def test_a_writer_whose_thread_fails_counts_as_a_peer_that_is_gone() -> None:
    gone: list[str] = []
    writer = Writer(len, lambda: False, 0, lambda: gone.append("gone"))
    writer.later("key", time.monotonic(), fail)
    end = time.monotonic() + 10
    while not gone and time.monotonic() < end:
        time.sleep(0.01)
    assert gone == ["gone"]
    assert not writer.send_when_room(b"x", lambda: False)
    assert not writer.drain(10)
    writer.wait_while_crowded()


def test_what_the_log_raises_leaves_the_request_its_answer() -> None:
    from wingetpy.protocol.execution import RequestExecution

    def broken_log(level: object, text: str) -> None:
        raise RuntimeError("no log")

    RequestExecution("log", broken_log).log("Error", "text")
