"""Addresses and servers that end a download: each comes to its end, with one clear error and nothing left behind."""

from __future__ import annotations

import hashlib
import itertools
import socket
import threading
import time
from collections.abc import Iterator
from pathlib import Path, PureWindowsPath

import pytest

from kit.calls import Listener
from kit.raw_server import head, raw_server
from wingetpy.errors import Cancelled, EngineError, ErrorCode, HostError, TransferError
from wingetpy.hosts.sandbox import SandboxFacts, SandboxHost
from wingetpy.model.proxy import Proxy
from wingetpy.transfer import download as room
from wingetpy.transfer import http
from wingetpy.transfer.download import download
from wingetpy.transfer.wanted import Downloaded, Wanted

FOLDER = PureWindowsPath(r"C:\ProgramData\WinGetPy\Staging\Downloads\Test.1.0")
CONTENT = b"content" * 10_000
SECONDS = 10.0
"""Far more than any of these takes."""


@pytest.fixture
def host(tmp_path: Path) -> SandboxHost:
    return SandboxHost(tmp_path / "machine")


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(room, "PAUSE_SECONDS", 0.01)
    return iter(())


def wanted(url: str, content: bytes | None = CONTENT) -> Wanted:
    return Wanted(
        url=url, sha256=content and hashlib.sha256(content).hexdigest().upper(), folder=FOLDER, name="Tool 1.0"
    )


def bounded(host: SandboxHost, what: Wanted) -> Downloaded | EngineError:
    """What a download ends with; fails if it does not end."""
    ends: list[Downloaded | EngineError] = []

    def run() -> None:
        try:
            ends.append(download(host, what, Listener(proxy=Proxy()), lambda: None))
        except EngineError as error:
            ends.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(SECONDS)
    assert ends, "it does not end"
    return ends[0]


def lying(host: SandboxHost) -> list[str]:
    folder = host.files.local(FOLDER)
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


BAD_ADDRESSES = (
    "http://a..b/",
    f"http://{'x' * 70}.test/",
    "http://127.0.0.1:99999999999999999999/",
    "http://127.0.0.1:99999/",
    "http://127.0.0.1:-1/",
    "http://./",
    "http:///x",
    "http://[::1/x",
    "http://\u200b/",
    "http://xn--a/",
    "http://%00/",
    "http://exa mple/",
    "http://a\tb/",
)


@pytest.mark.parametrize("address", BAD_ADDRESSES)
def test_an_address_that_cannot_be_is_an_error_whether_it_is_given_or_redirected_to(
    address: str, host: SandboxHost
) -> None:
    assert isinstance(bounded(host, wanted(address)), TransferError)
    redirect = head(f"Location: {address}", "Content-Length: 0", status="302 Found")
    with raw_server([redirect]) as url:
        assert isinstance(bounded(host, wanted(url)), TransferError)


@pytest.mark.parametrize("text", ["²", "9" * 5000, "-1", "Mon, 01 Jan 0001 00:00:00 +2359", "Mon", "\x7f"])
def test_a_retry_after_that_is_no_time_is_ignored(text: str, host: SandboxHost) -> None:
    busy = head(f"Retry-After: {text}", "Content-Length: 0", status="503 Busy")
    good = head(f"Content-Length: {len(CONTENT)}") + CONTENT
    with raw_server([busy], [good]) as url:
        ended = bounded(host, wanted(url))
    assert isinstance(ended, Downloaded | TransferError)
    if text not in ("9" * 5000, "\x7f"):
        assert isinstance(ended, Downloaded)


@pytest.mark.parametrize("header", ['ETag: "é"', "Last-Modified: jeudi, 1 août", f'ETag: "{"x" * 5000}"'])
def test_a_version_that_cannot_be_sent_back_is_read_from_its_beginning(header: str, host: SandboxHost) -> None:
    start = head(header, f"Content-Length: {len(CONTENT)}")
    with raw_server([start + CONTENT[:5000]], [start + CONTENT]) as url:
        ended = bounded(host, wanted(url))
    assert isinstance(ended, Downloaded)
    assert ended.path.read_bytes() == CONTENT


def test_a_tag_file_that_is_no_text_is_read_as_no_version(host: SandboxHost) -> None:
    what = wanted("http://127.0.0.1/")
    assert what.sha256
    folder = host.files.local(FOLDER)
    folder.mkdir(parents=True)
    part = folder / f"{what.sha256.lower()}.part"
    part.write_bytes(b"half")
    part.with_name(f"{part.name}.tag").write_bytes(b"\xff\xfe\x00")
    with raw_server([head(f"Content-Length: {len(CONTENT)}") + CONTENT]) as url:
        assert isinstance(bounded(host, wanted(url)), Downloaded)


@pytest.mark.parametrize(
    "broken", [ValueError("x"), AssertionError("x"), MemoryError(), SystemExit(1), UnicodeError("x"), KeyError("x")]
)
def test_whatever_the_reading_thread_raises_reaches_the_waiting_side(
    broken: BaseException, host: SandboxHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(proxy: Proxy | None) -> None:
        raise broken

    monkeypatch.setattr(http, "client", fail)
    ended = bounded(host, wanted("http://127.0.0.1:1/"))
    assert isinstance(ended, TransferError)
    assert "Tool 1.0" in ended.text


def test_a_reading_thread_that_is_dead_ends_the_wait(host: SandboxHost, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "_read", lambda *given: None)
    ended = bounded(host, wanted("http://127.0.0.1:1/"))
    assert isinstance(ended, TransferError)
    assert "thread" in ended.text


def endless() -> Iterator[bytes]:
    yield head("Content-Type: application/octet-stream")
    yield from itertools.repeat(bytes(1 << 16))


def test_a_body_without_length_and_end_leaves_a_reserve_and_no_part(tmp_path: Path) -> None:
    host = SandboxHost(tmp_path / "machine", SandboxFacts(free_space=8 << 20))
    with raw_server(endless()) as url:
        ended = bounded(host, wanted(url))
    assert isinstance(ended, HostError)
    assert ended.code is ErrorCode.DiskFull
    assert lying(host) == []


def test_a_body_without_length_that_ends_is_taken(host: SandboxHost) -> None:
    with raw_server([head(), CONTENT]) as url:
        ended = bounded(host, wanted(url))
    assert isinstance(ended, Downloaded)
    assert ended.path.read_bytes() == CONTENT


def test_a_disk_that_is_full_in_the_middle_keeps_no_part(host: SandboxHost, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: object, block: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("wingetpy.transfer.partial.PartialFile.write", full)
    with raw_server([head(f"Content-Length: {len(CONTENT)}") + CONTENT]) as url:
        ended = bounded(host, wanted(url))
    assert isinstance(ended, HostError)
    assert ended.code is ErrorCode.DiskFull
    assert lying(host) == []


def test_neither_error_nor_progress_shows_a_secret(host: SandboxHost) -> None:
    with raw_server([head("Content-Length: 0", status="403 No")]) as url:
        ended = bounded(host, wanted(url.replace("//", "//me:pass%20word@") + "/x?sv=1&sig=se%2Fcret"))
    assert isinstance(ended, TransferError)
    assert "/x?sv=1&sig=***'" in ended.text
    for text in (ended.text, ended.target or "", str(ended)):
        assert "pass%20word" not in text
        assert "cret" not in text


def test_a_part_of_another_version_is_not_put_behind_the_first(host: SandboxHost) -> None:
    size = f"bytes 5000-{len(CONTENT) - 1}/{len(CONTENT)}"
    start = head('ETag: "1"', f"Content-Length: {len(CONTENT)}") + b"x" * 5000
    other = head('ETag: "2"', f"Content-Range: {size}", f"Content-Length: {len(CONTENT) - 5000}", status="206 Partial")
    whole = head('ETag: "2"', f"Content-Length: {len(CONTENT)}") + CONTENT
    with raw_server([start], [other + CONTENT[5000:]], [whole]) as url:
        assert isinstance(bounded(host, wanted(url)), Downloaded)


def test_a_part_that_says_it_is_not_all_is_not_taken_for_all(host: SandboxHost) -> None:
    size = f"bytes 0-99/{len(CONTENT)}"
    part = head(f"Content-Range: {size}", "Content-Length: 100", status="206 Partial") + CONTENT[:100]
    with raw_server([part]) as url:
        ended = bounded(host, wanted(url, None))
        assert isinstance(ended, TransferError)
        assert ended.code is ErrorCode.DownloadSizeMismatch
    with raw_server([part], [head(f"Content-Length: {len(CONTENT)}") + CONTENT]) as url:
        assert isinstance(bounded(host, wanted(url)), Downloaded)


@pytest.mark.parametrize("piece", [b"HTTP/1.1 103 Early Hints\r\n\r\n", b"A"], ids=["early answers", "letters"])
def test_a_head_without_end_keeps_no_thread_of_a_cancelled_download(piece: bytes, host: SandboxHost) -> None:
    def endless() -> Iterator[bytes]:
        yield b"" if piece.startswith(b"HTTP") else b"HTTP/1.1 200 OK\r\n"
        while True:
            yield piece
            time.sleep(0.01)

    def stop() -> None:
        if time.monotonic() > until:
            raise Cancelled("The download was cancelled.")

    before = set(threading.enumerate())
    until = time.monotonic() + 0.5
    with raw_server(endless()) as url:
        with pytest.raises(Cancelled):
            download(host, wanted(url), Listener(proxy=Proxy()), stop)
        left = [thread for thread in set(threading.enumerate()) - before if "_read" in thread.name]
        for thread in left:
            thread.join(SECONDS)
            assert not thread.is_alive()


@pytest.mark.parametrize("begun", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nx"], ids=["nothing", "a byte"])
def test_a_server_that_says_nothing_more_keeps_no_thread_of_a_cancelled_download(
    begun: bytes, host: SandboxHost
) -> None:
    ended = threading.Event()

    def silence() -> Iterator[bytes]:
        yield begun
        ended.wait(SECONDS * 3)

    def stop() -> None:
        if time.monotonic() > until:
            raise Cancelled("The download was cancelled.")

    before = set(threading.enumerate())
    until = time.monotonic() + 0.5
    with raw_server(silence()) as url:
        try:
            with pytest.raises(Cancelled):
                download(host, wanted(url), Listener(proxy=Proxy()), stop)
            left = [thread for thread in set(threading.enumerate()) - before if "_read" in thread.name]
            for thread in left:
                thread.join(SECONDS)
                assert not thread.is_alive()
        finally:
            ended.set()


def test_a_head_that_never_ends_is_waited_for_a_bounded_time(
    host: SandboxHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "HEAD_SECONDS", 0.5)

    def drip() -> Iterator[bytes]:
        yield b"HTTP/1.1 200 OK\r\nX-Slow: "
        for _ in range(200):
            time.sleep(0.05)
            yield b"x"

    with raw_server(drip()) as url:
        ended = bounded(host, wanted(url))
    assert isinstance(ended, TransferError)
    assert "did not begin its answer within" in ended.text


def test_a_server_that_is_not_there_is_an_error_in_the_words_of_the_system(host: SandboxHost) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    ended = bounded(host, wanted(f"http://127.0.0.1:{port}/tool.exe"))
    assert isinstance(ended, TransferError)
    assert "refused" in ended.text
    assert "Errno" not in ended.text
    assert "WinError" not in ended.text


def drops(pause: float, size: int = 1, count: int = 400) -> Iterator[bytes]:
    """An answer in pieces, with a pause before each."""
    yield head(f"Content-Length: {size * count}")
    for _ in range(count):
        time.sleep(pause)
        yield b"x" * size


def test_a_server_that_sends_next_to_nothing_ends_the_download_with_its_rate(host: SandboxHost) -> None:
    what = {"sha256": None, "folder": FOLDER, "name": "Tool 1.0", "progress_seconds": 0.5}
    with raw_server(drops(0.05), drops(0.05)) as url:
        ended = bounded(host, Wanted(url=url, **what))  # type: ignore[arg-type]
    assert isinstance(ended, TransferError)
    assert ended.code is ErrorCode.DownloadFailed
    assert url in ended.text
    assert "bytes a second" in ended.text
    assert "doProgressTimeoutInSeconds" in str(ended.remedy)


def test_a_slow_server_that_makes_progress_is_waited_for(host: SandboxHost) -> None:
    content = b"x" * 100 * 20
    what = {"sha256": hashlib.sha256(content).hexdigest(), "folder": FOLDER, "name": "Tool 1.0"}
    with raw_server(drops(0.1, 100, 20)) as url:
        assert isinstance(bounded(host, Wanted(url=url, progress_seconds=0.8, **what)), Downloaded)  # type: ignore[arg-type]


def test_the_own_limit_counts_as_no_slowness_of_the_server(host: SandboxHost) -> None:
    content = b"x" * 4000
    what = {"sha256": hashlib.sha256(content).hexdigest(), "folder": FOLDER, "name": "Tool 1.0"}
    with raw_server(drops(0, 1000, 4)) as url:
        limited = Wanted(url=url, progress_seconds=0.5, most_per_second=3000, **what)  # type: ignore[arg-type]
        assert isinstance(bounded(host, limited), Downloaded)


def test_a_server_that_closes_without_an_answer_is_a_download_that_failed(host: SandboxHost) -> None:
    with raw_server([]) as url:
        ended = bounded(host, wanted(url))
    assert isinstance(ended, TransferError)
    assert ended.code is ErrorCode.DownloadFailed
    assert "cut short" not in ended.text
