"""A little web server that cuts, lies and counts."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Offer:
    """What is offered, and what was asked for.

    Attributes:
        content: The file at every address.
        cut_at: A connection ends when the file's byte of this number would be sent; None sends all.
        ranges: The Range header of each request, in order.
        sent: How many bytes of the file went out.
    """

    content: bytes
    cut_at: int | None = None
    ranges: list[str | None] = field(default_factory=list)
    sent: int = 0
    address: str = ""


@contextmanager
def web_server(content: bytes, cut_at: int | None = None) -> Iterator[Offer]:
    """A server of one file on this machine, for as long as the block lasts."""
    offer = Offer(content, cut_at)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            asked = self.headers.get("Range")
            offer.ranges.append(asked)
            first = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
            self.send_response(206 if asked else 200)
            self.send_header("ETag", '"1"')
            self.send_header("Content-Length", str(len(offer.content) - first))
            if asked:
                self.send_header("Content-Range", f"bytes {first}-{len(offer.content) - 1}/{len(offer.content)}")
            self.end_headers()
            part = offer.content[first : offer.cut_at]
            self.wfile.write(part)
            offer.sent += len(part)
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    offer.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield offer
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
