"""A request that was given up ends, and takes no other one with it."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator

import httpx
import pytest

from kit.calls import Listener
from kit.raw_server import head, raw_server
from kit.secure_server import JSON, Answer, Asked, Authority, site, trusted_authority
from wingetpy.errors import Cancelled
from wingetpy.model.proxy import Proxy
from wingetpy.transfer.exchange import Exchange, Question, Reply
from wingetpy.transfer.shared_client import SharedClient


@pytest.fixture
def authority(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Authority:
    return trusted_authority(tmp_path_factory.mktemp("authority"), monkeypatch)


def eventually(condition: Callable[[], object]) -> bool:
    until = time.monotonic() + 10
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.02)
    return True


def readers() -> int:
    return sum("_read" in thread.name for thread in threading.enumerate())


def test_a_cancelled_request_leaves_the_others_their_answers(authority: Authority) -> None:
    release = threading.Event()

    def answer(asked: Asked) -> Answer:
        if asked.path == "/slow":
            release.wait(20)
        return Answer(200, JSON, b"{}")

    with site(answer, authority) as known:
        exchange = Exchange()
        replies: list[Reply] = []

        def ask_slowly() -> None:
            replies.append(exchange.ask(Question(url=f"{known.url}/slow"), Listener(), seconds=20))

        waiting = threading.Thread(target=ask_slowly)
        waiting.start()
        assert eventually(lambda: known.asked)
        with pytest.raises(Cancelled):
            exchange.ask(Question(url=f"{known.url}/slow"), Listener(cancel_at=5), seconds=20)
        assert exchange.ask(Question(url=f"{known.url}/fast"), Listener(), seconds=20).status == 200
        release.set()
        waiting.join(10)
        assert [one.status for one in replies] == [200]
        exchange.close()


def test_the_thread_of_a_cancelled_request_ends() -> None:
    ended = threading.Event()

    def silence() -> Iterator[bytes]:
        ended.wait(20)
        yield b""

    with raw_server(silence(), silence(), silence()) as url:
        exchange = Exchange(connections=1)
        before = readers()
        try:
            for _ in range(3):
                with pytest.raises(Cancelled):
                    exchange.ask(Question(url=url), Listener(proxy=Proxy(), cancel_at=5), seconds=20)
                assert eventually(lambda: readers() == before), "it still waits for the server"
        finally:
            ended.set()


def test_the_next_request_is_answered_after_a_cancelled_one() -> None:
    ended = threading.Event()

    def silence() -> Iterator[bytes]:
        ended.wait(20)
        yield b""

    with raw_server(silence(), [head("Content-Length: 2") + b"{}"]) as url:
        exchange = Exchange(connections=1)
        try:
            with pytest.raises(Cancelled):
                exchange.ask(Question(url=url), Listener(proxy=Proxy(), cancel_at=5), seconds=20)
            assert exchange.ask(Question(url=url), Listener(proxy=Proxy()), seconds=5).body == b"{}"
        finally:
            ended.set()


class Opened:
    """A connection as httpx reports it."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def get_extra_info(self, name: str) -> socket.socket | None:
        return self._connection if name == "socket" else None


def test_a_connection_that_was_opened_after_the_end_is_closed_with_its_request() -> None:
    with httpx.Client() as http, socket.socket() as late:
        shared = SharedClient(http)
        with shared.in_use():
            shared.retire()
        shared.cut()
        shared.traced("connection.connect_tcp.complete", {"return_value": Opened(late)})
        shared.ended()
        assert late.fileno() == -1
