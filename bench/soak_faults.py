"""What goes wrong during the soak, switched on and off: the sandbox's faults, a web server, a source, its index."""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import msgspec

from wingetpy.hosts.sandbox import Faults, SandboxFacts

STANDSTILL = 70.0
"""Seconds of a server that stalls for longer than the engine waits; mostly it ends after a tenth of that."""
MEBIBYTE = 1 << 20


class WebServer:
    """Serves the files of a folder, well or badly as `manner` says."""

    def __init__(self, folder: Path) -> None:
        self.manner = "good"
        self.folder = folder
        web = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                self.close_connection = True
                try:
                    web.answer(self)
                except OSError:
                    return  # the engine has gone

            def log_message(self, format: str, *args: object) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        manner = self.manner
        if manner == "refuses":
            return
        if manner == "500":
            handler.send_error(500)
            return
        content = (self.folder / handler.path.strip("/")).read_bytes()
        if manner == "lies":
            content = content[::-1]
        handler.send_response(200)
        handler.send_header("Connection", "close")
        if manner != "endless":
            handler.send_header("Content-Length", str(len(content)))
        handler.end_headers()
        half = len(content) // 2
        handler.wfile.write(content[:half])
        handler.wfile.flush()
        if manner == "stalls":
            time.sleep(STANDSTILL if random.random() < 0.1 else STANDSTILL / 10)
        elif manner == "endless":
            while self.manner == manner:  # not longer: without the fault it may have the whole disk
                handler.wfile.write(bytes(MEBIBYTE))
        elif manner != "cuts":
            handler.wfile.write(content[half:])


@dataclass(frozen=True)
class Fault:
    """Attributes:
    on, off: Switch it.
    outcomes: What requests may end with besides while it is on.
    seconds: How long it lasts.
    """

    name: str
    on: Callable[[], object]
    off: Callable[[], object]
    outcomes: frozenset[str]
    seconds: float = 12.0


@dataclass
class Timeline:
    """When which fault was on: name, from, until (monotonic; None while it lasts)."""

    faults: dict[str, Fault]
    on: str | None = None
    spans: list[tuple[str, float, float | None]] = field(default_factory=list)

    def switch(self, name: str | None) -> None:
        """Switch to this fault alone; None for a machine on which all is well."""
        if self.on is not None:
            self.faults[self.on].off()
            known, since, _ = self.spans.pop()
            self.spans.append((known, since, time.monotonic()))
        if name is not None:
            self.spans.append((name, time.monotonic(), None))
            self.faults[name].on()
        self.on = name

    def during(self, since: float, until: float) -> set[str]:
        """Return the names of the faults that were on at some time between."""
        return {name for name, on, off in self.spans[-50:] if on <= until and (off is None or off >= since)}


def faults_of(root: Path, state: Path, source: Path, web: WebServer) -> dict[str, Fault]:
    """Return all faults by name.

    Args:
        root: The sandbox's folder.
        state: The engine's state folder.
        source: The folder of a source that all packages come from.
        web: Has the downloads of some of them.
    """

    def host(name: str, faults: Faults, *outcomes: str, seconds: float = 12.0) -> Fault:
        file = root / "faults.json"
        return Fault(name, lambda: _write(file, faults), lambda: _write(file, Faults()), frozenset(outcomes), seconds)

    def server(manner: str, *outcomes: str, seconds: float = 12.0) -> Fault:
        def turn(manner: str) -> None:
            web.manner = manner

        return Fault(f"the server: {manner}", lambda: turn(manner), lambda: turn("good"), frozenset(outcomes), seconds)

    def little_room() -> None:
        _write(root / "facts.json", SandboxFacts(free_space=16 * MEBIBYTE))
        web.manner = "endless"

    def room() -> None:
        web.manner = "good"
        _write(root / "facts.json", SandboxFacts())

    gone = source.with_name("away")
    damage = iter(range(1 << 62))
    packages, links = r"*\WinGet\Packages\*", r"*\WinGet\Links\*"
    index = {"SourceDataIntegrityFailure", "SourceDataMissing"}
    # Where another source answers, it has none of the packages; where that one is removed meanwhile, none answers.
    gone_source = {"SourceOpenFailed", "FailedToOpenAllSources", "SourceDataMissing", "DownloadFailed", "FileNotFound"}
    gone_source |= {"NoApplicationsFound", "SourceNameDoesNotExist"}
    # A fault that begins in the middle of a change keeps its undoing back, too: until it ends, each change is refused.
    left = "OperationInterrupted"
    all_of_them = [
        host("disk full", Faults(disk_full=("C:\\*",)), "DiskFull"),
        host("disk full in the middle", Faults(disk_full=(rf"{packages}\lib\7.txt",)), "DiskFull"),
        host("access denied", Faults(access_denied=(packages,)), "AccessDenied", left),
        host("access to the registry denied", Faults(access_denied=(r"HKCU\*", "User PATH*")), "AccessDenied", left),
        host("file in use", Faults(file_in_use=(packages, links)), "FileInUse", left),
        host("a slow machine", Faults(seconds_per_change=0.05), "InstallInProgress"),
        server("500", "DownloadFailed"),
        server("refuses", "DownloadFailed", "DownloadSizeMismatch"),
        server("cuts", "DownloadFailed", "DownloadSizeMismatch"),
        server("lies", "InstallerHashMismatch"),
        server("stalls", "DownloadFailed", "DownloadSizeMismatch", "InstallInProgress", seconds=20.0),
        Fault("endless download, little room", little_room, room, frozenset({"DiskFull", "InstallerHashMismatch"})),
        Fault(
            "the source is gone",
            lambda: source.rename(gone),
            lambda: gone.rename(source),
            frozenset(gone_source),
        ),
        Fault("a damaged index", lambda: _damage(state, next(damage)), lambda: None, frozenset(index)),
    ]
    return {fault.name: fault for fault in all_of_them}


def _write(file: Path, content: msgspec.Struct) -> None:
    """Replace a settings file as one step: the engine reads it at any moment."""
    part = file.with_suffix(".new")
    part.write_bytes(msgspec.json.encode(content))
    os.replace(part, file)


def _damage(state: Path, number: int) -> None:
    """Damage each index, in a different way each time."""
    for name in os.listdir(state / "cache"):
        with suppress(FileNotFoundError):  # its source is removed at this moment
            _damage_one(state / "cache" / name / "current.json", number % 6)


def _damage_one(pointer: Path, way: int) -> None:
    index = pointer.with_name(msgspec.json.decode(pointer.read_bytes())["File"])
    size = index.stat().st_size
    damaged = [b"", os.urandom(size), index.read_bytes()[: size // 2]]
    if way < len(damaged):
        new = index.with_suffix(".new")
        new.write_bytes(damaged[way])
        os.replace(new, index)
    elif way == 3:
        pointer.write_bytes(b"{")
    elif way == 4:
        index.unlink()
    else:  # in its place, while the engine has it open
        with index.open("r+b") as file:
            file.seek(4096)
            file.write(os.urandom(size - 4096))
