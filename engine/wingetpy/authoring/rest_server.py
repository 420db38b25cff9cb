"""A served folder run by Werkzeug, from the extra `serve`: for trying, for tests, for a small organization."""

from __future__ import annotations

import errno
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedIOBase, BytesIO, RawIOBase
from pathlib import Path
from typing import Any

from wingetpy.authoring.rest_app import LARGEST_BODY, RestApplication
from wingetpy.authoring.rest_connections import HEAD_SECONDS, Connections
from wingetpy.errors import EngineError, ErrorCode, HostError

REMEDY = "Install the engine with its extra 'serve', or run the application by another WSGI server."

_PAUSE_SECONDS = 0.05
_MOST_READ_AWAY = 16 << 20
_BLOCK = 1 << 16
_FAILURES: dict[int, tuple[ErrorCode, str]] = {
    errno.EACCES: (ErrorCode.AccessDenied, "PermissionDenied"),
    errno.EADDRINUSE: (ErrorCode.SharingViolation, "ResourceBusy"),
}
"""What the system says where an address cannot be listened on; anything else is an address that does not exist."""


@contextmanager
def rest_server(
    application: RestApplication, host: str, port: int, certificate: Path, key: Path | None
) -> Iterator[Any]:
    """Listen on an address for as long as the block lasts; the block calls `serve_forever` of what it gets.

    Args:
        port: 0 for a free one; `port` of the server says which.
        certificate: PEM, the server's own first.
        key: PEM; None where the certificate's file holds it.

    Raises:
        EngineError: Werkzeug is not installed.
        HostError: the certificate cannot be read, or the address cannot be listened on.
    """
    try:
        from werkzeug.serving import ThreadedWSGIServer, WSGIRequestHandler  # late: an extra
    except ImportError as error:
        raise EngineError(
            "Werkzeug, which serves a source, is not installed.", code=ErrorCode.NotSupported, remedy=REMEDY
        ) from error
    import ssl  # late: start time

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    connections = Connections()

    class ConnectionHandler(WSGIRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        timeout = HEAD_SECONDS

        def version_string(self) -> str:
            return "WinGetPy"  # versions of the parts are nobody's business

        def run_wsgi(self) -> None:
            connected = self.rfile
            self.rfile = _body(self.headers, connected)  # before it counts as a client that has asked
            connections.asked(self.connection)
            try:
                super().run_wsgi()
            finally:
                self.rfile = connected

    class BoundedServer(ThreadedWSGIServer):
        daemon_threads = True
        block_on_close = False

        def get_request(self) -> tuple[Any, Any]:
            if not connections.has_room():
                time.sleep(_PAUSE_SECONDS)  # meanwhile further clients wait in the system's queue
                raise BlockingIOError
            connection, address = super().get_request()
            connections.connected(connection)
            return connection, address

        def shutdown_request(self, request: Any) -> None:
            connections.closed(request)
            super().shutdown_request(request)

    class UnhurriedContext(ssl.SSLContext):
        def wrap_socket(self, sock: Any, *arguments: Any, **more: Any) -> ssl.SSLSocket:
            # Hands are shaken by the connection's thread: one client that stalls keeps no other one waiting.
            return super().wrap_socket(sock, *arguments, **{**more, "do_handshake_on_connect": False})

    context = UnhurriedContext(ssl.PROTOCOL_TLS_SERVER)
    try:
        context.load_cert_chain(certificate, key)
    except OSError as error:
        raise HostError(
            f"The certificate '{certificate}' cannot be used: {error.strerror or error}.",
            code=ErrorCode.FileNotFound if isinstance(error, FileNotFoundError) else ErrorCode.InvalidParameter,
            category="InvalidArgument",
            target=str(certificate),
            remedy="Give a certificate and its key as PEM files.",
        ) from error
    with _listener(host, port) as listener:
        port = listener.getsockname()[1]
        server = BoundedServer(
            host, port, application, handler=ConnectionHandler, ssl_context=context, fd=listener.fileno()
        )
    try:
        yield server
    finally:
        server.server_close()


def _body(headers: Any, connected: Any) -> BytesIO:
    """Return the body of a request. One that is too large, or of unknown length, is refused: it is read away, within
    bounds, for a client sends all of it before it reads the refusal.
    """
    if "Transfer-Encoding" in headers:
        from werkzeug.serving import DechunkedInput  # late: an extra

        with suppress(ValueError, OSError):  # no chunks: the refusal is the same
            _read_away(DechunkedInput(connected), _MOST_READ_AWAY)
        return BytesIO()
    length = headers.get("Content-Length", "")
    size = int(length) if length.isascii() and length.isdigit() and len(length) < 18 else 0
    if size <= LARGEST_BODY:
        return BytesIO(connected.read(size))
    _read_away(connected, min(size, _MOST_READ_AWAY))
    return BytesIO()


def _read_away(body: BufferedIOBase | RawIOBase, left: int) -> None:
    while left > 0 and (block := body.read(min(left, _BLOCK))):
        left -= len(block)


def _listener(host: str, port: int) -> socket.socket:
    """Return a listening socket; Werkzeug itself would end the process where it cannot be had."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except (OSError, OverflowError) as error:
        number = error.errno if isinstance(error, OSError) else None
        code, category = _FAILURES.get(number or 0, (ErrorCode.InvalidParameter, "InvalidArgument"))
        said = str(getattr(error, "strerror", None) or error).partition(" (while")[0]  # the address comes twice
        raise HostError(
            f"The address {host}:{port} cannot be listened on: {said}.",
            code=code,
            category=category,
            target=f"{host}:{port}",
            remedy="Choose another address or port.",
        ) from error
