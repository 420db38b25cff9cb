"""Answers of a server to a download. A case is what the n-th connection gets, apart by `=====`; the last repeats.

`{self}` is the server's own address. Nothing else is connected to.
"""

from __future__ import annotations

import hashlib
import random
import socket
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path, PureWindowsPath

from fuzz.target import Outlives, nothing_left, patient
from kit.calls import Listener
from kit.raw_server import raw_server
from wingetpy.hosts.sandbox import SandboxFacts, SandboxHost
from wingetpy.model.proxy import Proxy
from wingetpy.transfer import answer as answers
from wingetpy.transfer import client, http
from wingetpy.transfer import download as downloads
from wingetpy.transfer.download import download
from wingetpy.transfer.wanted import Downloaded, Wanted

_BETWEEN = b"\n=====\n"
_CONTENT = b"content of the file\n"
_FOLDER = PureWindowsPath(r"C:\ProgramData\WinGetPy\Staging\Downloads\Test.1.0")
_STATUS = (
    b"200 OK",
    b"206 Partial Content",
    b"301 M",
    b"302 F",
    b"303 S",
    b"307 T",
    b"308 P",
    b"304 N",
    b"100 C",
    b"101 S",
    b"204 N",
    b"416 R",
    b"429 T",
    b"503 S",
    b"999",
    b"0",
    b"-1",
    b"99999",
    b"",
    b"2\xb20 x",
)
_HEADERS = (
    b"Location: {self}/x", b"Location: //", b"Location: http://", b"Location: file:///etc/passwd",
    b"Location: ftp://x/", b"Location: http://a..b/", b"Location: http://[::1/", b"Location: /\xff",
    b"Location: http://127.0.0.1:99999/", b"Location: data:,x", b"Location: ?", b"Location: http://%00/",
    b"Content-Length: 20", b"Content-Length: 0", b"Content-Length: -1", b"Content-Length: 99999999999999999999",
    b"Content-Length: 20, 20", b"Content-Length: 2_0", b"Content-Range: bytes 5-19/20",
    b"Content-Range: bytes 0-19/20", b"Content-Range: bytes */20", b"Content-Range: bytes 5-19/*",
    b"Content-Range: x", b"Content-Range: bytes 5-19/-1", b"Transfer-Encoding: chunked",
    b"Transfer-Encoding: gzip, chunked", b"Transfer-Encoding: x", b"Content-Encoding: gzip",
    b"Content-Encoding: br, zstd, x", b'ETag: "a"', b"ETag: W/\"a\"", b"ETag: \xff", b"ETag: " + b"x" * 2000,
    b"Last-Modified: Mon, 01 Jan 2024 00:00:00 GMT", b"Last-Modified: \xe9", b"Retry-After: 1", b"Retry-After: \xb2",
    b"Retry-After: Mon, 01 Jan 0001 00:00:00 GMT", b"Set-Cookie: a=b; Domain=\xff", b"Connection: close",
    b"Connection: keep-alive", b"Content-Type: text/html; charset=\xff", b"Accept-Ranges: none",
    b"X: " + b"y" * 3000, b": x", b" folded", b"x" * 300,
)  # fmt: skip


class _Late:
    """One piece that is made each time it is sent."""

    def __init__(self, made: Callable[[], bytes]) -> None:
        self._made = made

    def __iter__(self) -> Iterator[bytes]:
        yield self._made()


class Target:
    """See `target.Target`."""

    seconds = 30.0
    megabytes = 1024
    most_bytes = 60_000
    tokens: Sequence[bytes] = (
        b"\r\n", b"\n", b"\r", b"\r\n\r\n", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 200\r\n", b"HTTP/2.0 200 OK\r\n",
        b"\x00", b"\xff", b"5\r\nhello\r\n", b"0\r\n\r\n", b"ffffffffffffffffff\r\n", b"-1\r\n", b"5;x=y\r\n",
        _BETWEEN, _CONTENT, *_HEADERS, *_STATUS,
    )  # fmt: skip

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._host = SandboxHost(folder / "machine", SandboxFacts(free_space=8 << 20))
        self._hash = hashlib.sha256(_CONTENT).hexdigest().upper()
        downloads.PAUSE_SECONDS = 0.001
        answers.LONGEST_RETRY_AFTER = 0.001
        client.STANDSTILL_SECONDS = client.CONNECT_SECONDS = http.STANDSTILL_SECONDS = 2.0
        trust = client.trust()
        client.trust = lambda pins=None: trust
        self._ours: set[int] = set()
        self._port = 0
        resolve = socket.getaddrinfo

        def only_ours(host, port, *more, **named):  # type: ignore[no-untyped-def]
            if host != "127.0.0.1" or port not in self._ours:
                raise socket.gaierror(-2, "no such host")
            return resolve(host, port, *more, **named)

        socket.getaddrinfo = only_ours
        self._host.files.local(_FOLDER).mkdir(parents=True)

    def run(self, case: bytes) -> str:
        folder = self._host.files.local(_FOLDER)
        for path in folder.iterdir():
            path.unlink()
        threads = threading.active_count()
        parts = case.split(_BETWEEN)[:8]
        with nothing_left(self._folder, but=()), raw_server(*(self._filled(part) for part in parts)) as address:
            self._port = int(address.rpartition(":")[2])
            self._ours = {self._port}
            try:
                told = self._told(address)
            finally:
                left = sorted(path.name for path in folder.iterdir())
                for path in folder.iterdir():
                    path.unlink()
        if strange := [name for name in left if name.partition(".")[0] not in (self._hash.lower(),)]:
            raise Outlives(f"left: {strange}")
        if not patient(lambda: threading.active_count() <= threads):
            raise Outlives(f"threads that still run: {[one.name for one in threading.enumerate()]}")
        return told

    def _told(self, address: str) -> str:
        what = Wanted(url=f"{address}/x", sha256=self._hash, folder=_FOLDER, name="Tool 1.0", progress_seconds=2)
        got = download(self._host, what, Listener(proxy=Proxy()), lambda: None)
        assert isinstance(got, Downloaded)
        if got.path.read_bytes() != _CONTENT:
            raise Outlives("another content was taken")
        return "downloaded"

    def _filled(self, part: bytes) -> Iterable[bytes]:
        """The answer, made when it is asked for: then the port is known."""
        return _Late(lambda: part.replace(b"{self}", f"http://127.0.0.1:{self._port}".encode()))

    @staticmethod
    def restructured(rng: random.Random, case: bytes, others: Sequence[bytes]) -> bytes | None:
        """Answers made of parts."""
        if rng.random() < 0.5:
            return None
        made = []
        for _ in range(rng.choice((1, 1, 2, 3))):
            head = [b"HTTP/1.1 " + rng.choice(_STATUS), *rng.sample(_HEADERS, rng.choice((0, 1, 2, 3, 8)))]
            body = rng.choice(
                (
                    b"",
                    _CONTENT,
                    _CONTENT[:7],
                    _CONTENT[5:],
                    _CONTENT * 3,
                    b"14\r\n" + _CONTENT + b"\r\n0\r\n\r\n",
                    b"14\r\n" + _CONTENT,
                    b"zz\r\n",
                )
            )
            made.append(b"\r\n".join(head) + rng.choice((b"\r\n\r\n", b"\r\n\r\n", b"\n\n", b"\r\n")) + body)
        return _BETWEEN.join(made)
