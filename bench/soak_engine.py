"""The engine of the soak: a served process whose every answer is accounted for, and what it takes of the machine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

SERVE = "import sys; sys.path.insert(0, {engine!r}); from wingetpy.__main__ import run; run()"
ONE_ARENA = {"MALLOC_ARENA_MAX": "1"}
"""glibc otherwise keeps what is free in a store of its own for every few threads: 40 MiB after 20 minutes, of 59."""

Message = dict[str, Any]


@dataclass
class Asked:
    """A request under way.

    Attributes:
        expected: The outcomes that it may have when nothing is wrong.
        sent: When, by the monotonic clock.
        cancelled: Whether `$/cancel` was sent for it.
        rows: What it has emitted.
    """

    id: int | str
    method: str
    params: Any
    expected: frozenset[str]
    sent: float
    cancelled: bool = False
    rows: list[Message] = field(default_factory=list)

    def __str__(self) -> str:
        return f"{self.method} {json.dumps(self.params)[:400]}"


class Ended(NamedTuple):
    """A request with its final answer."""

    asked: Asked
    final: Message
    at: float

    @property
    def outcomes(self) -> set[str]:
        """Return how it ended in words: the symbols of its errors or, without one, its reasons or `Ok`."""
        if "error" in self.final:
            return {self.final["error"]["data"]["Symbol"]}
        result = self.final["result"] or {}
        failed = [row["Error"] for row in [*self.asked.rows, result] if row.get("Error")]
        if failed:
            return {error["Symbol"] for error in failed}
        if result.get("Cancelled"):
            return {"Cancelled"}
        return {row["Reason"] for row in [*self.asked.rows, result] if row.get("Reason")} or {"Ok"}

    @property
    def text(self) -> str:
        """Return what its errors say."""
        errors = [self.final.get("error"), *(row.get("Error") for row in self.asked.rows)]
        errors.append((self.final.get("result") or {}).get("Error"))
        return " / ".join(str(error.get("message") or error.get("Message")) for error in errors if error)


class Size(NamedTuple):
    """What a process takes: resident KiB now and at most, open handles, threads, child processes."""

    resident: int
    peak: int
    handles: int
    threads: int
    children: int


class Engine:
    """`wingetpy serve` on a sandbox.

    Args:
        code: The folder that the package `wingetpy` lies in.
        root: The sandbox's.
        on_end: Called for each request with its answer, on the reading thread.
    """

    def __init__(self, code: Path, root: Path, on_end: Callable[[Ended], None]) -> None:
        self.faults: list[str] = []
        """What came over the wire that nobody asked for, and the engine's own end."""
        self.unreadable = 0
        """Lines sent that have no readable id and have not been answered."""
        self._lock = threading.Lock()
        self._running: dict[int | str, Asked] = {}
        self._last = 0
        self._on_end = on_end
        command = [sys.executable, "-I", "-c", SERVE.format(engine=str(code)), "serve"]
        command += ["--host", "sandbox", "--root", str(root)]
        self._errors = (root.parent / "stderr").open("wb")
        self.process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            cwd=root.parent,
            env=os.environ | ONE_ARENA,
        )
        threading.Thread(target=self._read, daemon=True).start()

    def send(self, method: str, params: Any, expected: Iterable[str]) -> Asked:
        """Send a request; every tenth one has a text as its id."""
        with self._lock:
            self._last += 1
            id = self._last if self._last % 10 else f"request {self._last}"
            asked = Asked(id, method, params, frozenset(expected), time.monotonic())
            self._running[id] = asked
        self._write(json.dumps({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).encode() + b"\n")
        return asked

    def cancel(self, asked: Asked) -> None:
        asked.cancelled = True
        note = {"jsonrpc": "2.0", "method": "$/cancel", "params": {"RequestId": asked.id}}
        self._write(json.dumps(note).encode() + b"\n")

    def raw(self, line: bytes) -> None:
        """Send a line that is answered with an error without id."""
        with self._lock:
            self.unreadable += 1
        self._write(line + b"\n")

    def running(self) -> list[Asked]:
        with self._lock:
            return list(self._running.values())

    def size(self) -> Size:
        """Read it from the system (Linux)."""
        here = Path(f"/proc/{self.process.pid}")
        status = dict(line.split(":", 1) for line in (here / "status").read_text().splitlines())
        children = [child for task in (here / "task").iterdir() for child in _words(task / "children")]
        return Size(
            int(status["VmRSS"].split()[0]),
            int(status["VmHWM"].split()[0]),
            len(os.listdir(here / "fd")),
            int(status["Threads"]),
            len(children),
        )

    def seconds(self) -> float:
        """Return the processor seconds of the engine and of the children that it has waited for."""
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> int:
        """Close its input; return its exit code."""
        assert self.process.stdin is not None
        self.process.stdin.close()
        try:
            return self.process.wait(60)
        finally:
            self.process.kill()
            self._errors.close()

    def _write(self, data: bytes) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(data)
        self.process.stdin.flush()

    def _read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            try:
                self._take(json.loads(line))
            except Exception as error:  # noqa: BLE001  a fault of the answer, and the rest is read all the same
                self.faults.append(f"{type(error).__name__} {error} at {line[:300]!r}")
        if self.running():
            self.faults.append(f"the engine ended with {self.process.wait()} and requests under way")

    def _take(self, message: Message) -> None:
        if "method" in message:
            with self._lock:
                asked = self._running.get(message["params"]["RequestId"])
            if asked is None:
                self.faults.append(f"a notification for no request that runs: {str(message)[:300]}")
            elif message["method"] == "$/items":
                columns = message["params"]["Columns"]
                asked.rows.extend(dict(zip(columns, row, strict=True)) for row in message["params"]["Rows"])
            return
        with self._lock:
            asked = self._running.pop(message["id"], None)
            if asked is None and message["id"] is None and self.unreadable:
                self.unreadable -= 1
                return
        if asked is None:
            self.faults.append(f"an answer that nobody waits for: {str(message)[:300]}")
        else:
            self._on_end(Ended(asked, message, time.monotonic()))


def _words(file: Path) -> list[str]:
    try:
        return file.read_text().split()
    except OSError:  # the thread has ended meanwhile
        return []
