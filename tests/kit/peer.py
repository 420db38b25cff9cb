"""A small peer of the engine: starts it, says what it is told to, and keeps what comes back."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TRIAL_ENGINE = Path(__file__).with_name("trial_engine.py")
PATIENCE = 20.0
"""Seconds until a test gives up on an answer."""

Message = dict[str, Any]


class EngineEnded(Exception):
    """The engine's stdout is at its end."""


class Peer:
    """One engine process. As a context manager it ends the engine kindly and fails if that does not work.

    Args:
        command: The engine's command line; by default the trial engine of these tests.
        environment: Added to this process's environment.
        reading: Whether to read what the engine writes from the start.
    """

    def __init__(
        self,
        command: Sequence[str] = (sys.executable, str(TRIAL_ENGINE)),
        *,
        environment: dict[str, str] | None = None,
        reading: bool = True,
    ) -> None:
        path = os.pathsep.join(filter(None, (str(ROOT / "engine"), os.environ.get("PYTHONPATH"))))
        env = os.environ | {"PYTHONPATH": path} | (environment or {})
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, bufsize=0
        )
        self.lines: list[bytes] = []
        """Every line as it came, without LF."""
        self.errors = b""
        self._messages: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._next_id = 0
        self._notes: dict[Any, list[Message]] = {}
        self._finals: dict[Any, list[Message]] = {}
        self._reading = False
        threading.Thread(target=self._read_errors, daemon=True).start()
        if reading:
            self.start_reading()

    def start_reading(self) -> None:
        self._reading = True
        threading.Thread(target=self._read, daemon=True).start()

    # What the peer says

    def raw(self, data: bytes) -> None:
        """Write bytes as they are."""
        assert self.process.stdin is not None
        rest = memoryview(data)
        while rest:
            rest = rest[self.process.stdin.write(rest) or 0 :]

    def request(self, method: str, params: Message | None = None, *, id: int | str | None = None) -> int | str:
        """Send a request and return its id."""
        if id is None:
            self._next_id += 1
            id = self._next_id
        message: Message = {"jsonrpc": "2.0", "id": id, "method": method}
        if params is not None:
            message["params"] = params
        self.raw(json.dumps(message).encode() + b"\n")
        return id

    def notify(self, method: str, params: Message) -> None:
        self.raw(json.dumps({"jsonrpc": "2.0", "method": method, "params": params}).encode() + b"\n")

    def initialize(self) -> Message:
        """Say hello; the engine's answer."""
        return self.call("initialize", {"ProtocolVersion": 1, "Client": {"Name": "tests", "Version": "1"}})

    def call(self, method: str, params: Message | None = None) -> Message:
        """Send a request and return its result; an error of it fails the test."""
        final = self.final(self.request(method, params))
        assert "error" not in final, final["error"]
        result: Message = final["result"]
        return result

    def cancel(self, id: int | str) -> None:
        self.notify("$/cancel", {"RequestId": id})

    # What the engine says

    def final(self, id: int | str | None, patience: float = PATIENCE) -> Message:
        """The final message of a request; `None` is that of a line whose id could not be told."""
        until = time.monotonic() + patience
        while not self._finals.get(id):
            self._take(until - time.monotonic())
        return self._finals[id].pop(0)

    def ended(self, id: int | str) -> bool:
        """Whether the final message of a request was among what was looked at so far."""
        return bool(self._finals.get(id))

    def error(self, id: int | str | None) -> Message:
        """The error that a request ended with."""
        error: Message = self.final(id)["error"]
        return error

    def notes(self, id: int | str, method: str) -> list[Message]:
        """The parameters of what came so far for a request: `$/items`, `$/progress` or `$/message`."""
        return [note["params"] for note in self._notes.get(id, []) if note["method"] == method]

    def wait_for_note(self, id: int | str, method: str, count: int = 1) -> list[Message]:
        """The same, when there are so many."""
        until = time.monotonic() + PATIENCE
        while len(self.notes(id, method)) < count:
            self._take(until - time.monotonic())
        return self.notes(id, method)

    def messages(self, id: int | str) -> list[Message]:
        """The messages that came so far for a request, without those that only `-Verbose` shows."""
        return [note for note in self.notes(id, "$/message") if note["Level"] != "Verbose"]

    def wait_for_message(self, id: int | str) -> Message:
        """The first of them, when it is there."""
        until = time.monotonic() + PATIENCE
        while not self.messages(id):
            self._take(until - time.monotonic())
        return self.messages(id)[0]

    def rows(self, id: int | str) -> list[Message]:
        """All rows that came for a request, as objects."""
        batches = self.notes(id, "$/items")
        return [dict(zip(batch["Columns"], row, strict=True)) for batch in batches for row in batch["Rows"]]

    # The end

    def close_stdin(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()

    def wait(self, patience: float = PATIENCE) -> int:
        """The exit code, when the engine has ended by itself."""
        return self.process.wait(patience)

    def __enter__(self) -> Peer:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.close_stdin()
            code = self.wait()
            assert kind is not None or code == 0, (
                f"the engine ended with {code}: {self.errors.decode(errors='replace')}"
            )
        finally:
            if self.process.poll() is None:
                self.process.kill()
                self.process.wait()
            if not self._reading and self.process.stdout is not None:
                self.process.stdout.close()

    def _take(self, patience: float) -> None:
        try:
            line = self._messages.get(timeout=max(patience, 0.001))
        except queue.Empty:
            raise TimeoutError(f"the engine is silent; so far: {self.lines[-3:]}") from None
        if line is None:
            raise EngineEnded
        message: Message = json.loads(line)
        if "method" in message:
            self._notes.setdefault(message["params"]["RequestId"], []).append(message)
        else:
            finals = self._finals.setdefault(message["id"], [])
            assert message["id"] is None or not finals, f"two answers to {message['id']!r}"
            finals.append(message)

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            held = b""
            while chunk := stream.read(1 << 16):
                *lines, held = (held + chunk).split(b"\n")
                for line in lines:
                    self.lines.append(line)
                    self._messages.put(line)
        assert not held, f"half a line at the end: {held[:100]!r}"
        self._messages.put(None)

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as stream:
            while chunk := stream.read(1 << 16):
                self.errors += chunk
