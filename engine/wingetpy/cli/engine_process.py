"""An engine in a process of its own, spoken to over the protocol: what the PowerShell module does, in Python."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec

from wingetpy import PROTOCOL_VERSION, __version__
from wingetpy.errors import EngineError, ErrorCode
from wingetpy.messages.language import say
from wingetpy.protocol.messages import ErrorObject

Row = dict[str, Any]


class _Note(msgspec.Struct):
    """What of any message this client looks at."""

    id: int | None = None
    method: str = ""
    params: dict[str, Any] = {}
    result: Any = None
    error: ErrorObject | None = None


class EngineAnswer(msgspec.Struct):
    """The final result of a request and the objects that came before it, each by member name."""

    result: Row
    items: list[Row]


class EngineProcess:
    """`with EngineProcess(root) as engine: engine.ask("package/find", Query="git")`. One request at a time."""

    def __init__(self, root: Path, on_message: Callable[[str, str], None]) -> None:
        self._on_message = on_message
        self._number = 0
        package = str(Path(__file__).resolve().parents[2])
        self._process = subprocess.Popen(
            [sys.executable, "-m", "wingetpy", "serve", "--host", "sandbox", "--root", str(root)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (package, os.environ.get("PYTHONPATH"))))},
        )

    def __enter__(self) -> Self:
        self.ask(
            "initialize", ProtocolVersion=PROTOCOL_VERSION, Client={"Name": "wingetpy demo", "Version": __version__}
        )
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """The end of its input ends the engine; a running change would be finished first."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.read()
        self._process.stdout.close()
        self._process.wait(timeout=60)

    def ask(self, method: str, **params: object) -> EngineAnswer:
        """Send a request and read until its final message. Raises EngineError for an error."""
        assert self._process.stdin is not None
        self._number += 1
        request = {"jsonrpc": "2.0", "id": self._number, "method": method, "params": params}
        self._process.stdin.write(msgspec.json.encode(request) + b"\n")
        self._process.stdin.flush()
        items: list[Row] = []
        while True:
            note = self._read()
            if note.method == "$/items":
                items += [dict(zip(note.params["Columns"], row, strict=True)) for row in note.params["Rows"]]
            elif note.method == "$/message":
                self._on_message(note.params["Level"], note.params["Text"])
            elif note.id == self._number:
                if note.error is not None:
                    raise EngineError(
                        note.error.message, code=ErrorCode(int(note.error.data.code, 16)), remedy=note.error.data.remedy
                    )
                return EngineAnswer(note.result or {}, items)

    def _read(self) -> _Note:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise EngineError(say("The engine has ended (exit code {0}).", self._process.wait()))
        return msgspec.json.decode(line, type=_Note)
