"""Lines to a served engine: broken ones, and requests with strange values. Each gets its answer, and it serves on."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any

import msgspec

from fuzz.target import ROOT, Outlives, nothing_left
from kit.sources import Shelf
from wingetpy.commands.registry import REGISTRY, load

_INITIALIZE = {"ProtocolVersion": 1, "Client": {"Name": "fuzz", "Version": "1"}}
_PATIENCE = 12.0
_TEXTS = (
    "", " ", "*", "?", "%", "_", "a", "tool", "Some.Tool", "x" * 1000, "x" * 1001, "x" * 40_000, "\0", "\n", "a\tb",
    "\ud800", "..", "../..", "con", "NUL", "C:\\", "C:\\x", "c:/x/y", "\\\\host\\share", "/dev/null", "{pipe}",
    "/dev/zero", "/dev/random", "/proc/self/mem", "/", ".", "file:///etc/passwd", "http://127.0.0.1:1/x",
    "http://a..b/", "socks5://x", "Equals", "User", "Machine", "System", "x64", "arm64", "neutral", "1.0", "2.0",
    "9" * 400, "-1", "< unknown", "latest", "de-DE", "-", "portable", "zip", "İıßﬃ", "\U0001f600", "*" * 900,
    "*a" * 400, '"', "'", "$(x)", "%TEMP%", "shelf", "Shelf", "WinGetPy.Folder", "Microsoft.Rest", "Install",
)  # fmt: skip
_OTHERS: tuple[Any, ...] = (
    None,
    True,
    False,
    0,
    -1,
    1,
    0.5,
    1e308,
    2**31,
    2**63,
    2**64,
    10**400,
    [],
    [[]],
    {},
    {"a": {}},
    [None],
    ["a"],
)
_METHODS = sorted(set(REGISTRY) - {"source/build"})
"""All but what writes where the caller says, on this machine."""


class Target:
    """See `target.Target`."""

    seconds = 40.0
    megabytes = 2048
    most_bytes = 60_000
    tokens: Sequence[bytes] = (
        b'"', b"\\u0000", b"\\ud800", b"\\", b"{", b"}", b"[", b"]", b",", b":", b"null", b"true", b"1e400", b"-0",
        b"\n", b"\r", b"\xff", b"\xef\xbb\xbf", b'"jsonrpc":"2.0"', b'"id":1', b'"id":null', b'"id":"x"',
        b'"method":"$/cancel"', b'"method":"initialize"', b"[" * 2000, *(name.encode() for name in _METHODS),
    )  # fmt: skip

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        shelf = Shelf(folder / "shelf")
        shelf.program("Some.Tool")
        shelf.program("Some.Tool", "2.0")
        shelf.archive("Some.Zip")
        shelf.put("Other.Thing")
        shelf.write("broken.yaml", "a: [")
        self._shelf = shelf.root
        self._pipe = folder / "pipe"
        if sys.platform != "win32":
            os.mkfifo(self._pipe)
        self._served: subprocess.Popen[bytes] | None = None
        self._lines: SimpleQueue[bytes | None] = SimpleQueue()
        self._asked = 0

    def run(self, case: bytes) -> str:
        if self._served is None:
            self._start()
        with nothing_left(self._folder, but=("machine",)):
            case = case.replace(b"{shelf}", str(self._shelf).encode()).replace(b"{pipe}", str(self._pipe).encode())
            self._say(case + b"\n")
            answers = self._answers(_requests_in(case))
        symbols = Counter[str]()
        for answer in answers:
            if "error" in answer:
                symbol = answer["error"]["data"]["Symbol"]
                if symbol == "InternalError":
                    raise Outlives(f"InternalError: {answer['error']['message'][:400]}")
                symbols[symbol] += 1
            else:
                symbols["result"] += 1
        return " ".join(sorted(symbols)) or "nothing"

    def _answers(self, expected: int) -> list[dict[str, Any]]:
        """The final messages of all that was said, at least so many, and of a request after it that must be served."""
        self._asked += 1
        mark = f"mark {self._asked}"
        self._say(
            json.dumps(
                {"jsonrpc": "2.0", "id": mark, "method": "package/find", "params": {"Query": "Some.Tool"}}
            ).encode()
            + b"\n"
        )
        finals: list[dict[str, Any]] = []
        marked = None
        while marked is None or len(finals) < expected:
            message = self._next()
            if "method" in message:
                continue
            if message["id"] == mark:
                marked = message
                if self._served is None:
                    break
            else:
                finals.append(message)
        self._check(marked)
        return finals

    def _check(self, message: dict[str, Any]) -> None:
        if "error" in message and message["error"]["data"]["Symbol"] in ("NoSourcesDefined", "NotInitialized"):
            self._again()  # a case has removed the source, or ended the session
        elif "error" in message and message["error"]["data"]["Symbol"] == "InternalError":
            raise Outlives(f"the next request: {message['error']['message'][:300]}")

    def _next(self) -> dict[str, Any]:
        try:
            line = self._lines.get(timeout=_PATIENCE)
        except Empty:
            self._end()
            raise Outlives("the engine is silent") from None
        if line is None:
            assert self._served is not None
            code = self._served.wait(10)
            self._end()
            if code:
                raise Outlives(f"the engine ended with {code}")
            return {"id": f"mark {self._asked}", "result": None}  # `shutdown`
        message: dict[str, Any] = json.loads(line)
        if message.get("jsonrpc") != "2.0" or not (
            "method" in message or ("result" in message) != ("error" in message)
        ):
            raise Outlives(f"no message: {line[:200]!r}")
        return message

    def _say(self, data: bytes) -> None:
        if self._served is not None and self._served.stdin is not None:
            with suppress(OSError):  # it has ended, which is met when its answer is read
                self._served.stdin.write(data)
                self._served.stdin.flush()

    def _start(self) -> None:
        env = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        here = self._folder / "machine" / "here" / "below"  # a path of `..` meets nothing of this disk
        here.mkdir(parents=True, exist_ok=True)
        self._served = subprocess.Popen(
            [sys.executable, "-m", "wingetpy", "serve", "--host", "sandbox", "--root", str(self._folder / "machine")],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=env | {"PYTHONPATH": str(ROOT / "engine"), "HOME": str(self._folder / "machine")},
            cwd=here,
        )
        self._lines = SimpleQueue()
        threading.Thread(target=_listen, args=(self._served, self._lines), daemon=True).start()
        self._say(_request("initialize", _INITIALIZE))
        self._say(
            _request("source/reset", {}) + _request("source/add", {"Name": "shelf", "Argument": str(self._shelf)})
        )
        for _ in range(3):
            while "method" in self._next():
                pass

    def _again(self) -> None:
        self._say(_request("source/add", {"Name": "shelf", "Argument": str(self._shelf)}))
        while "method" in self._next():
            pass

    def _end(self) -> None:
        served, self._served = self._served, None
        if served is not None:
            served.kill()
            served.wait(10)
            assert served.stdin is not None
            with suppress(OSError):
                served.stdin.close()

    @staticmethod
    def restructured(rng: random.Random, case: bytes, others: Sequence[bytes]) -> bytes | None:
        """Requests of any method with strange values of its members."""
        if rng.random() < 0.35:
            return None
        lines = [_some_request(rng) for _ in range(rng.choice((1, 1, 1, 2, 5)))]
        if rng.random() < 0.15:
            lines.append(json.dumps({"jsonrpc": "2.0", "method": "$/cancel", "params": {"RequestId": 1}}).encode())
        return b"\n".join(lines)


def _listen(served: subprocess.Popen[bytes], lines: SimpleQueue[bytes | None]) -> None:
    assert served.stdout is not None
    with served.stdout as stream:
        for line in stream:
            lines.put(line)
    lines.put(None)


def _request(method: str, params: object) -> bytes:
    return json.dumps({"jsonrpc": "2.0", "id": "setup", "method": method, "params": params}).encode() + b"\n"


def _some_request(rng: random.Random) -> bytes:
    method = rng.choice(_METHODS)
    members = list(_members(method))
    given = {
        member: _value(rng, member) for member in rng.sample(members, min(len(members), rng.choice((0, 1, 2, 3, 8))))
    }
    if method == "source/add":  # a folder of this machine would be read as a whole, a server be looked for
        given["Argument"] = rng.choice(("{shelf}", "{shelf}/broken.yaml", "{shelf}/none", "{pipe}"))
    given.pop("Log", None)
    given.pop("LockWaitSeconds", None)
    id = rng.choice((1, 2, "a", "b", -1, 2**53))
    return json.dumps({"jsonrpc": "2.0", "id": id, "method": method, "params": given}).encode()


def _requests_in(case: bytes) -> int:
    """How many lines must get an answer."""
    count = 0
    for line in case.split(b"\n"):
        with suppress(ValueError, RecursionError):
            message = json.loads(line.decode("utf-8"))
            count += isinstance(message, dict) and isinstance(message.get("id"), int | str) and "method" in message
    return count


def _members(method: str) -> Iterator[str]:
    yield from (field.encode_name for field in msgspec.structs.fields(load(method).parameters))


def _value(rng: random.Random, member: str) -> Any:
    if member == "Manifest":
        return rng.choice(("{shelf}", "{shelf}/Some.Tool-1.0.yaml", "{shelf}/broken.yaml", *_TEXTS))
    return rng.choice(_OTHERS) if rng.random() < 0.3 else rng.choice(_TEXTS)
