"""A static web server with TLS, as organizations have: a folder over https, with ETags and ranges."""

from __future__ import annotations

import hashlib
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID

from kit.certificates import Holder, authority, publisher, subject


@dataclass
class Served:
    """A folder that is served.

    Attributes:
        folder: What is at the root of the server.
        address: Of the server, without a slash at the end.
        asked: Path and status of each request, in order.
        headers: Of each request.
        has_ranges: Whether it gives parts of files.
        has_tags: Whether it says by ETag when a file is another one.
        date: Of all files, where it says so.
        replace: Gives other content for a path; None for the file's own.
        token: What a request must bring as a bearer token; empty where everybody may read.
        is_forbidden: Whether it answers 403 for a path.
    """

    folder: Path
    address: str = ""
    asked: list[tuple[str, int]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    has_ranges: bool = True
    has_tags: bool = True
    date: str = ""
    replace: Callable[[str], bytes | None] = lambda path: None
    token: str = ""
    is_forbidden: Callable[[str], bool] = lambda path: False

    def paths(self, status: int = 200) -> list[str]:
        """Return what was asked for with an answer of this status."""
        return [path for path, answered in self.asked if answered == status]


@contextmanager
def static_server(folder: Path, holder: Holder) -> Iterator[Served]:
    """Serve a folder for as long as the block lasts.

    Args:
        holder: The server's key and certificate (`server_certificate`).
    """
    served = Served(folder)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            path = unquote(self.path).lstrip("/")
            if served.token and self.headers.get("Authorization") != f"Bearer {served.token}":
                self._answer(path, 401, {}, b"")
                return
            if served.is_forbidden(path):
                self._answer(path, 403, {}, b"")
                return
            content = served.replace(path)
            file = folder / path
            if content is None and file.is_file():
                content = file.read_bytes()
            if content is None:
                self._answer(path, 404, {}, b"")
                return
            tag = f'"{hashlib.sha256(content).hexdigest()[:16]}"'
            headers = {"ETag": tag} if served.has_tags else {}
            if served.date:
                headers["Last-Modified"] = served.date
            same_tag = served.has_tags and self.headers.get("If-None-Match") == tag
            if same_tag or (served.date and self.headers.get("If-Modified-Since") == served.date):
                self._answer(path, 304, headers, b"")
                return
            asked = self.headers.get("Range") if served.has_ranges else None
            if asked is None:
                self._answer(path, 200, headers, content)
                return
            first, _, last = asked.removeprefix("bytes=").partition("-")
            start = int(first) if first else max(0, len(content) - int(last))
            end = min(int(last), len(content) - 1) if first and last else len(content) - 1
            headers["Content-Range"] = f"bytes {start}-{end}/{len(content)}"
            self._answer(path, 206, headers, content[start : end + 1])

        def _answer(self, path: str, status: int, headers: dict[str, str], content: bytes) -> None:
            served.asked.append((path, status))
            served.headers.append(dict(self.headers.items()))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            if status != 304:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    server = _Server(("127.0.0.1", 0), Handler)
    context = _context(holder, folder)
    # Each connection shakes hands in its own thread: the one that accepts must not wait for a client.
    server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    served.address = f"https://localhost:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 64


def server_certificate(root: Holder) -> Holder:
    """Make the certificate of a server on this machine."""
    return publisher(
        root,
        subject("localhost"),
        usages=(ExtendedKeyUsageOID.SERVER_AUTH,),
        names=(x509.DNSName("localhost"),),
    )


def trusted_by_system(monkeypatch_environment: Callable[[str, str], None], folder: Path) -> Holder:
    """Make an authority that this machine trusts, for servers and for publishers.

    Args:
        monkeypatch_environment: Sets a variable of the environment for a test.
        folder: For the file with the certificate.
    """
    root = authority()
    bundle = folder / "bundle.pem"
    bundle.write_bytes(root.certificate.public_bytes(Encoding.PEM))
    monkeypatch_environment("SSL_CERT_FILE", str(bundle))
    return root


def _context(holder: Holder, folder: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    near = folder.with_name(f"{folder.name}-tls")
    near.mkdir(exist_ok=True)
    context.load_cert_chain(*holder.write_pem(near))
    return context
