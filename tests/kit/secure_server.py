"""Servers on loopback with certificates that are made here, and a client that trusts their authority."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import msgspec
import pytest
import trustme

JSON = (("Content-Type", "application/json"),)


class Authority:
    """An authority whose certificates this process trusts.

    Attributes:
        folder: Holds `ca.pem` and `server.pem`, the latter with its key.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.ca = trustme.CA()
        self.ca.cert_pem.write_to_path(str(self.trusted))
        self.issue().private_key_and_cert_chain_pem.write_to_path(str(self.server))

    @property
    def trusted(self) -> Path:
        return self.folder / "ca.pem"

    @property
    def server(self) -> Path:
        return self.folder / "server.pem"

    def issue(self, **more: Any) -> trustme.LeafCert:
        return self.ca.issue_cert("localhost", "127.0.0.1", **more)


def trusted_authority(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Authority:
    """Return an authority that the engine of this process trusts as it trusts those of the system."""
    authority = Authority(folder)
    monkeypatch.setenv("SSL_CERT_FILE", str(authority.trusted))
    return authority


@dataclass
class Asked:
    """A request as the server saw it. Header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)


@dataclass
class Answer:
    """What a server answers. `pieces` instead of `body` are sent as they come, without a length."""

    status: int = 200
    headers: Iterable[tuple[str, str]] = JSON
    body: bytes = b""
    pieces: Iterable[bytes] | None = None

    @classmethod
    def json(cls, value: object, status: int = 200, *headers: tuple[str, str]) -> Answer:
        return cls(status, (*JSON, *headers), msgspec.json.encode(value))


@dataclass
class Site:
    """A server as a test knows it: its address and what it was asked."""

    url: str
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0

    def paths(self) -> list[str]:
        return [f"{one.method} {one.path}" for one in self.asked]


@contextmanager
def site(
    answer: Callable[[Asked], Answer], authority: Authority | None, context: ssl.SSLContext | None = None
) -> Iterator[Site]:
    """A server over TLS (without an authority over plain http) that answers by a function, while the block lasts."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        timeout = 30

        def do_GET(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(length)
            asked = Asked(self.command, self.path, {k.lower(): v for k, v in self.headers.items()}, body)
            known.asked.append(asked)
            given = answer(asked)
            self.send_response(given.status)
            for name, value in given.headers:
                self.send_header(name, value)
            if given.pieces is None:
                self.send_header("Content-Length", str(len(given.body)))
            else:
                self.send_header("Connection", "close")
            self.end_headers()
            try:
                for piece in (given.body,) if given.pieces is None else given.pieces:
                    self.wfile.write(piece)
            except OSError:
                self.close_connection = True

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def get_request(self) -> tuple[Any, Any]:
            connection, address = super().get_request()
            known.connections += 1
            return connection, address

        def handle_error(self, request: object, address: object) -> None:
            """A client that leaves is no news."""

    server = Server(("127.0.0.1", 0), Handler)
    scheme = "http"
    if authority is not None:
        if context is None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(authority.server)
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
        scheme = "https"
    known = Site(f"{scheme}://localhost:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield known
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
