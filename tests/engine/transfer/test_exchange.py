"""Answers that are read whole: what encodes them may make no more of them than is allowed."""

from __future__ import annotations

import gzip
import threading
import tracemalloc
import zlib
from collections.abc import Iterator

import pytest

from kit.calls import Listener
from kit.raw_server import head, raw_server
from wingetpy.model.proxy import Proxy
from wingetpy.transfer import client, exchange
from wingetpy.transfer.exchange import Exchange, NoReply, Question, Reply

CONTENT = b'{"Data": []}' * 1000
MEGABYTE = 1 << 20


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchange, "PAUSE_SECONDS", 0.01)


def asked(encoding: str, body: bytes, largest: int = 64 * MEGABYTE) -> Reply | NoReply:
    with raw_server([head(f"Content-Encoding: {encoding}", f"Content-Length: {len(body)}") + body]) as url:
        try:
            return Exchange(largest=largest).ask(Question(url=url), Listener(proxy=Proxy()), seconds=20)
        except NoReply as error:
            return error


def raw_deflate(content: bytes) -> bytes:
    packing = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    return packing.compress(content) + packing.flush()


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        ("identity", CONTENT),
        ("", CONTENT),
        ("gzip", gzip.compress(CONTENT)),
        ("X-GZip", gzip.compress(CONTENT)),
        ("deflate", zlib.compress(CONTENT)),
        ("deflate", raw_deflate(CONTENT)),
        ("gzip", b""),
    ],
)
def test_an_encoding_that_servers_use_unasked_is_read(encoding: str, body: bytes) -> None:
    reply = asked(encoding, body)
    assert isinstance(reply, Reply)
    assert reply.body == (CONTENT if body else b"")


@pytest.mark.parametrize(
    ("encoding", "body", "reason"),
    [
        ("gzip, gzip", gzip.compress(gzip.compress(CONTENT)), "encoded as 'gzip, gzip', which was not asked for"),
        ("br", CONTENT, "encoded as 'br', which was not asked for"),
        ("gzip", CONTENT, "incorrect header check"),
        ("gzip", gzip.compress(CONTENT)[:-20], "ends too early"),
    ],
)
def test_an_encoding_that_cannot_be_read_is_an_error(encoding: str, body: bytes, reason: str) -> None:
    reply = asked(encoding, body)
    assert isinstance(reply, NoReply)
    assert reason in reply.reason


def test_a_small_answer_does_not_become_gigabytes() -> None:
    packing = zlib.compressobj(9, zlib.DEFLATED, zlib.MAX_WBITS | 16)
    body = b"".join(packing.compress(bytes(MEGABYTE)) for _ in range(200)) + packing.flush()
    tracemalloc.start()
    try:
        reply = asked("gzip", body, largest=8 * MEGABYTE)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert isinstance(reply, NoReply)
    assert reply.reason == "its answer is larger than 8 MB"
    assert peak < 40 * MEGABYTE


@pytest.mark.timeout(60)
def test_a_server_that_says_nothing_is_left_long_before_the_time_for_a_large_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(client, "STANDSTILL_SECONDS", 0.3)
    ended = threading.Event()

    def silence() -> Iterator[bytes]:
        ended.wait(50)
        yield b""

    with raw_server(silence()) as url:
        try:
            with pytest.raises(NoReply, match="did not answer in time") as caught:
                Exchange().ask(Question(url=url), Listener(proxy=Proxy()), seconds=900)
        finally:
            ended.set()
    assert caught.value.kind == "time"


def test_a_server_that_is_not_there_is_reported_in_the_systems_words() -> None:
    with pytest.raises(NoReply) as caught:
        Exchange().ask(Question(url="http://127.0.0.1:9/"), Listener(proxy=Proxy()), seconds=20)
    assert caught.value.kind == "connect"
    assert caught.value.reason
    assert "[" not in caught.value.reason
