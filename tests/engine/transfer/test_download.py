"""Downloads from a real server of this process: cut, resumed, refused, cancelled; and from a folder."""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path, PureWindowsPath

import pytest

from kit.calls import Listener
from wingetpy.errors import Cancelled, EngineError, ErrorCode, HostError, TransferError
from wingetpy.hosts.sandbox import SandboxFacts, SandboxHost
from wingetpy.model.proxy import Proxy
from wingetpy.transfer import download as room
from wingetpy.transfer.download import download
from wingetpy.transfer.wanted import Downloaded, Wanted

FOLDER = PureWindowsPath(r"C:\ProgramData\WinGetPy\Staging\Downloads\Test.1.0")
CONTENT = bytes(range(256)) * 2000
NO_PROXY = Proxy()


@dataclass
class Script:
    """How the server behaves, request by request; `seen` are the requests' Range headers."""

    content: bytes = CONTENT
    etag: str = '"one"'
    cut_after: list[int | None] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    retry_after: str = ""
    announce: int | None = None
    stall: threading.Event | None = None
    redirect: bool = False
    ranges: bool = True
    seen: list[str | None] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    times: list[float] = field(default_factory=list)


class Server:
    def __init__(self) -> None:
        self.script = Script()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, format: str, *args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}/tool.exe"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        script = self.script
        asked = request.headers.get("Range")
        script.seen.append(asked)
        script.paths.append(request.path)
        script.times.append(time.monotonic())
        if script.redirect and request.path != "/there":
            request.send_response(302)
            request.send_header("Location", "/there")
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        if script.statuses and (status := script.statuses.pop(0)) != 200:
            request.send_response(status)
            if script.retry_after:
                request.send_header("Retry-After", script.retry_after)
            request.send_header("Content-Length", "0")
            request.end_headers()
            return
        start = 0
        if asked and script.ranges and request.headers.get("If-Range") == script.etag:
            start = int(asked.removeprefix("bytes=").rstrip("-"))
        body = script.content[start:]
        request.send_response(206 if start else 200)
        request.send_header("Content-Length", str(len(body) if script.announce is None else script.announce))
        if start:
            request.send_header("Content-Range", f"bytes {start}-{len(script.content) - 1}/{len(script.content)}")
        if script.etag:
            request.send_header("ETag", script.etag)
        request.end_headers()
        cut = script.cut_after.pop(0) if script.cut_after else None
        request.wfile.write(body if cut is None else body[:cut])
        if script.stall is not None:
            request.wfile.flush()
            script.stall.wait(20)
        if cut is not None or script.announce is not None:
            request.close_connection = True


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server()
    yield server
    server.close()


@pytest.fixture
def host(tmp_path: Path) -> SandboxHost:
    return SandboxHost(tmp_path / "machine")


def wanted(url: str, content: bytes | None = CONTENT, **more: object) -> Wanted:
    sha256 = None if content is None else hashlib.sha256(content).hexdigest().upper()
    return Wanted(url=url, sha256=sha256, folder=FOLDER, name="Tool 1.0", **more)  # type: ignore[arg-type]


def got(host: SandboxHost, what: Wanted, call: Listener | None = None) -> Downloaded:
    call = call or Listener(proxy=NO_PROXY)

    def go_on() -> None:
        if call.cancelled:
            raise Cancelled("stop")

    return download(host, what, call, go_on)


def lying(host: SandboxHost) -> list[str]:
    folder = host.files.local(FOLDER)
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def test_a_file_is_downloaded_with_progress_and_named_by_its_hash(server: Server, host: SandboxHost) -> None:
    call = Listener(proxy=NO_PROXY)
    result = got(host, wanted(server.url), call)
    assert result.path.read_bytes() == CONTENT
    assert lying(host) == [hashlib.sha256(CONTENT).hexdigest()]
    last = call.reports[-1]
    assert (last.bytes, last.total_bytes, last.percent_complete) == (len(CONTENT), len(CONTENT), 100)


def test_what_is_there_and_right_is_not_transferred_again(server: Server, host: SandboxHost) -> None:
    got(host, wanted(server.url))
    assert got(host, wanted(server.url)).reused
    assert len(server.script.seen) == 1


def test_what_is_there_and_wrong_is_transferred_anew(server: Server, host: SandboxHost) -> None:
    got(host, wanted(server.url)).path.write_bytes(b"bent")
    assert got(host, wanted(server.url)).path.read_bytes() == CONTENT


def test_a_cut_transfer_is_taken_up_where_it_was_cut(server: Server, host: SandboxHost) -> None:
    server.script.cut_after = [100_000]
    assert got(host, wanted(server.url)).path.read_bytes() == CONTENT
    assert server.script.seen == [None, "bytes=100000-"]
    assert server.script.times[1] - server.script.times[0] >= 0.45


def test_a_transfer_cut_twice_is_an_error_and_goes_on_at_the_next_try(server: Server, host: SandboxHost) -> None:
    server.script.cut_after = [100_000, 50_000]
    with pytest.raises(TransferError, match="cut short") as caught:
        got(host, wanted(server.url))
    assert caught.value.code is ErrorCode.DownloadSizeMismatch
    assert got(host, wanted(server.url)).path.read_bytes() == CONTENT
    assert server.script.seen[-1] == "bytes=150000-"
    assert len(lying(host)) == 1


def test_a_file_that_changed_meanwhile_is_read_from_its_beginning(server: Server, host: SandboxHost) -> None:
    server.script.cut_after = [100_000, 0]
    with pytest.raises(TransferError):
        got(host, wanted(server.url))
    server.script.content, server.script.etag = b"new content", '"two"'
    assert got(host, wanted(server.url, b"new content")).path.read_bytes() == b"new content"


def test_a_server_without_ranges_gives_all_of_it_again(server: Server, host: SandboxHost) -> None:
    server.script.cut_after, server.script.ranges = [100_000], False
    assert got(host, wanted(server.url)).path.read_bytes() == CONTENT


def test_less_than_was_announced_is_an_error(server: Server, host: SandboxHost) -> None:
    server.script.announce = len(CONTENT) + 10
    with pytest.raises(TransferError) as caught:
        got(host, wanted(server.url))
    assert caught.value.code is ErrorCode.DownloadSizeMismatch


def test_an_empty_file_is_an_error_and_not_kept(server: Server, host: SandboxHost) -> None:
    server.script.content = b""
    with pytest.raises(TransferError) as caught:
        got(host, wanted(server.url, b""))
    assert caught.value.code is ErrorCode.InstallerZeroByteFile
    assert lying(host) == []


def test_another_hash_is_an_error_and_the_file_deleted(server: Server, host: SandboxHost) -> None:
    with pytest.raises(TransferError, match="does not match") as caught:
        got(host, wanted(server.url, b"something else"))
    assert caught.value.code is ErrorCode.InstallerHashMismatch
    assert lying(host) == []


def test_a_busy_server_is_asked_again(server: Server, host: SandboxHost) -> None:
    server.script.statuses = [503]
    assert got(host, wanted(server.url)).size == len(CONTENT)


def test_retry_after_is_kept(server: Server, host: SandboxHost) -> None:
    server.script.statuses, server.script.retry_after = [429], "1"
    got(host, wanted(server.url))
    assert server.script.times[1] - server.script.times[0] >= 0.95


def test_retry_after_is_bounded(server: Server, host: SandboxHost, monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []
    monkeypatch.setattr(room, "_wait", lambda seconds, go_on: waited.append(seconds))
    server.script.statuses, server.script.retry_after = [503], "86400"
    got(host, wanted(server.url))
    assert waited == [60.0]


def test_a_file_that_is_not_there_is_one_error_at_once(server: Server, host: SandboxHost) -> None:
    server.script.statuses = [404, 404]
    with pytest.raises(TransferError, match="404") as caught:
        got(host, wanted(server.url))
    assert caught.value.code is ErrorCode.DownloadFailed
    assert server.url in caught.value.text
    assert "Check the address" in (caught.value.remedy or "")  # the network is right: the server answered
    assert len(server.script.seen) == 1


def test_a_server_that_is_not_there_is_an_error(host: SandboxHost) -> None:
    with pytest.raises(TransferError) as caught:
        got(host, wanted("http://127.0.0.1:9/tool.exe"))
    assert caught.value.remedy


def test_a_redirect_is_followed(server: Server, host: SandboxHost) -> None:
    server.script.redirect = True
    assert got(host, wanted(server.url)).size == len(CONTENT)
    assert server.script.paths == ["/tool.exe", "/there"]


def test_a_download_that_stands_still_is_cancelled_at_once(server: Server, host: SandboxHost) -> None:
    server.script.announce, server.script.stall = len(CONTENT) * 2, threading.Event()
    call = Listener(proxy=NO_PROXY)
    threading.Timer(0.5, lambda: setattr(call, "cancel_at", 0)).start()
    start = time.monotonic()
    with pytest.raises(Cancelled):
        got(host, wanted(server.url), call)
    assert time.monotonic() - start < 2
    server.script.stall.set()
    assert any(name.endswith(".part") for name in lying(host))


def test_a_disk_without_room_is_told_before_a_byte_is_written(server: Server, tmp_path: Path) -> None:
    host = SandboxHost(tmp_path / "machine", SandboxFacts(free_space=1000))
    with pytest.raises(HostError, match="512,000 bytes, 1,000 are free") as caught:
        got(host, wanted(server.url))
    assert caught.value.code is ErrorCode.DiskFull


def test_the_callers_proxy_is_asked_but_for_the_hosts_without_one(server: Server, host: SandboxHost) -> None:
    proxy = Proxy(http=server.url.removesuffix("/tool.exe").removeprefix("http://"), no="localhost,.inner.test")
    got(host, wanted("http://outer.invalid/x.exe"), Listener(proxy=proxy))
    assert server.script.paths == ["http://outer.invalid/x.exe"]
    with pytest.raises(TransferError):
        got(host, wanted("http://a.inner.test/x.exe", b"y"), Listener(proxy=proxy))
    assert len(server.script.paths) == 1


def test_two_downloads_of_one_file_do_not_spoil_each_other(server: Server, host: SandboxHost) -> None:
    results: list[bytes | EngineError] = []

    def one() -> None:
        try:
            results.append(got(host, wanted(server.url)).path.read_bytes())
        except EngineError as error:
            results.append(error)

    threads = [threading.Thread(target=one) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert results == [CONTENT] * 4


def test_a_file_of_a_folder_source_is_copied_and_hashed(tmp_path: Path, host: SandboxHost) -> None:
    (tmp_path / "source").mkdir()
    file = tmp_path / "source" / "a tool.exe"
    file.write_bytes(CONTENT)
    result = got(host, wanted(file.as_uri(), source_folder=tmp_path / "source"))
    assert result.path.read_bytes() == CONTENT
    assert result.path != file


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "file://{source}/../secret.exe",
        "file://{source}/%2e%2e/secret.exe",
        "file://{source}/link.exe",
        "file://server/share/tool.exe",
        "file:////server/share/tool.exe",
        "file://[::1/tool.exe",
    ],
)
def test_a_file_address_leads_nowhere_else(url: str, tmp_path: Path, host: SandboxHost) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (tmp_path / "secret.exe").write_bytes(b"secret")
    if os.name == "posix":
        (source / "link.exe").symlink_to(tmp_path / "secret.exe")
    elif url.endswith("link.exe"):
        pytest.skip("Wine makes no links")
    with pytest.raises(TransferError) as caught:
        got(host, wanted(url.replace("{source}", source.as_posix()), None, source_folder=source))
    assert caught.value.category == "SecurityError"
    assert all(".part" in name for name in lying(host))


def test_other_schemes_are_refused(host: SandboxHost) -> None:
    with pytest.raises(TransferError, match="only http, https"):
        got(host, wanted("ftp://example.test/tool.exe"))
