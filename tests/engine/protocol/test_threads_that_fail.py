"""A thread of the engine that fails leaves nobody waiting: its jobs get another one, its answers are not awaited."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Iterator

import msgspec
import pytest

from wingetpy.protocol.conversation import Conversation, ServerInfo
from wingetpy.protocol.dispatch import Method, MethodTable
from wingetpy.protocol.execution import RequestExecution
from wingetpy.protocol.workers import Workers
from wingetpy.protocol.writer import Writer

INITIALIZE = (
    b'{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"ProtocolVersion":1,"Client":{"Name":"t","Version":"1"}}}'
)


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
    def broken_log(level: object, text: str) -> None:
        raise RuntimeError("no log")

    RequestExecution("log", broken_log).log("Error", "text")


@pytest.mark.parametrize("method", ["test/read", "test/change"])
def test_a_request_whose_thread_fails_is_answered_and_not_waited_for(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Nothing(msgspec.Struct):
        pass

    def starve(*given: object) -> bytes:
        raise MemoryError

    written: list[bytes] = []
    table = MethodTable()
    table.add("test/read", lambda: Method(Nothing, Nothing, lambda params, call: Nothing()))
    table.add("test/change", lambda: Method(Nothing, Nothing, lambda params, call: Nothing()), changes=True)
    conversation = Conversation(table, ServerInfo("1", "sandbox", "log"), lambda level, text: None)
    conversation.attach(Writer(lambda data: written.append(bytes(data)) or len(data), lambda: True, 1 << 20, fail))
    monkeypatch.setattr(RequestExecution, "run", starve)
    for line in (INITIALIZE, b'{"jsonrpc":"2.0","id":7,"method":"%s"}' % method.encode()):
        conversation.take(line)
    end = time.monotonic() + 10
    while len(written) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    assert msgspec.json.decode(written[1])["id"] == 7
    assert msgspec.json.decode(written[1])["error"]["data"]["Symbol"] == "InternalError"
    conversation.end_of_input()
    closing = threading.Thread(target=conversation.close, daemon=True)
    closing.start()
    closing.join(10)
    assert not closing.is_alive()


@pytest.mark.parametrize("given", [0, 1, 3])
def test_jobs_are_done_where_the_system_gives_no_further_thread(given: int, monkeypatch: pytest.MonkeyPatch) -> None:
    workers, done = Workers(), threading.Semaphore(0)
    start, left = threading.Thread.start, iter(range(given))

    def start_if_given(thread: threading.Thread) -> None:
        if next(left, None) is None:
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", start_if_given)
    for _ in range(20):
        workers.run(lambda: done.release() or time.sleep(0.01))  # type: ignore[func-returns-value]
    for _ in range(20):
        assert done.acquire(timeout=10)


@pytest.mark.parametrize(
    ("error", "symbol"),
    [(MemoryError(), "OutOfMemory"), (OSError(errno.EMFILE, "Too many open files"), "TooManyOpenFiles")],
)
def test_a_shortage_that_a_request_meets_is_no_unexpected_error(error: Exception, symbol: str) -> None:
    class Nothing(msgspec.Struct):
        pass

    def starve(params: Nothing, call: object) -> Nothing:
        raise error

    written: list[bytes] = []
    table = MethodTable()
    table.add("test/read", lambda: Method(Nothing, Nothing, starve))
    conversation = Conversation(table, ServerInfo("1", "sandbox", "log"), lambda level, text: None)
    conversation.attach(Writer(lambda data: written.append(bytes(data)) or len(data), lambda: True, 1 << 20, fail))
    for line in (INITIALIZE, b'{"jsonrpc":"2.0","id":7,"method":"test/read"}'):
        conversation.take(line)
    end = time.monotonic() + 10
    while len(written) < 2 and time.monotonic() < end:
        time.sleep(0.01)
    answer = msgspec.json.decode(written[1])["error"]
    assert answer["data"]["Symbol"] == symbol
    assert "unexpected" not in answer["message"]
    assert "test/read" in answer["message"]
    conversation.end_of_input()
    conversation.close()
