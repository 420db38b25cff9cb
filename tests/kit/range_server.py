"""A web server of a folder that gives ranges of its files, and counts what it gives."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import unquote, urlsplit


@dataclass
class Ranges:
    """What is served.

    Attributes:
        folder: What is at the root of the server.
        address: Of the server, without a slash at the end.
        has_ranges: Whether it gives parts of files.
        has_tags: Whether it names the version of a file.
        heeds_versions: Whether it gives parts of the wanted version only (If-Range).
        moved_to: Where every request is sent to; empty: it answers itself.
        status: What it answers instead; 0: the file.
        requests: The Range header of each answered request, in order.
        sent: Bytes of files that went out.
    """

    folder: Path
    address: str = ""
    has_ranges: bool = True
    has_tags: bool = True
    heeds_versions: bool = True
    moved_to: str = ""
    status: int = 0
    requests: list[str] = field(default_factory=list)
    sent: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _tags: dict[tuple[Path, int, int], str] = field(default_factory=dict)

    def tag_of(self, file: Path) -> str:
        """The ETag of a file: another one for other content."""
        facts = file.stat()
        key = file, facts.st_mtime_ns, facts.st_size
        if key not in self._tags:
            self._tags[key] = f'"{hashlib.sha256(file.read_bytes()).hexdigest()[:16]}"'
        return self._tags[key]

    def took(self, asked: str, size: int) -> None:
        with self._lock:
            self.requests.append(asked)
            self.sent += size


@contextmanager
def range_server(folder: Path) -> Iterator[Ranges]:
    """Serve a folder on this machine, for as long as the block lasts."""
    served = Ranges(folder)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            file = served.folder / unquote(urlsplit(self.path).path).lstrip("/")
            if served.moved_to:
                self._answer(302, {"Location": served.moved_to + self.path}, b"")
            elif served.status:
                self._answer(served.status, {}, b"")
            elif not file.is_file():
                self._answer(404, {}, b"")
            else:
                self._give(file)

        def _give(self, file: Path) -> None:
            size = file.stat().st_size
            tag = served.tag_of(file)
            headers = {"ETag": tag} if served.has_tags else {}
            asked = self.headers.get("Range", "") if served.has_ranges else ""
            if not asked or (served.heeds_versions and self.headers.get("If-Range", tag) != tag):
                self._answer(200, headers, file.read_bytes())
                return
            first, _, last = asked.removeprefix("bytes=").partition("-")
            start = int(first) if first else max(0, size - int(last))
            end = min(int(last), size - 1) if first and last else size - 1
            headers["Content-Range"] = f"bytes {start}-{end}/{size}"
            with file.open("rb") as content:
                content.seek(start)
                self._answer(206, headers, content.read(end + 1 - start))

        def _answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
            served.took(self.headers.get("Range", ""), len(content))
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            try:
                self.wfile.write(content)
            except ConnectionError:  # the client needs no more
                self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    served.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    try:
        yield served
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
