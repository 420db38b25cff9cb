"""Engine start to the answer of the first `package/find` on the full catalogue.

    python bench/start.py [DIR]

The peer is `python -I -c 'import msgspec, sqlite3'`. The index is built and fresh, .pyc files are present, both sides
use this interpreter with the same switches and environment, and take turns. DIR, or WINGETPY_CATALOGUE, is the
unpacked catalogue. WINGETPY_BENCH_ROOT names a sandbox root to keep: the index is then built once.
"""

from __future__ import annotations

import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

ENGINE = Path(__file__).resolve().parents[1] / "engine"
LIMIT = 1.6
RUNS = 25
FLOOR = [sys.executable, "-I", "-c", "import msgspec, sqlite3"]
SERVE = f"import sys; sys.path.insert(0, {str(ENGINE)!r}); from wingetpy.__main__ import run; run()"
QUERY = {"Query": "vscode"}


class Engine:
    """An engine on a root, introduced."""

    def __init__(self, root: str) -> None:
        command = [sys.executable, "-I", "-c", SERVE, "serve", "--host", "sandbox", "--root", root]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self._send("initialize", {"ProtocolVersion": 1, "Client": {"Name": "bench"}})

    def ask(self, method: str, params: dict[str, Any]) -> dict[str, Any]:
        """The result of a request; what is told in between is passed over."""
        self._send(method, params)
        assert self._process.stdout is not None
        for line in self._process.stdout:
            if b'"method":' not in line[:40] and b'"id":"%s"' % method.encode() in line[:80]:
                message = json.loads(line)
                if "error" in message:
                    raise SystemExit(f"{method}: {message['error']}")
                result: dict[str, Any] = message["result"]
                return result
        raise SystemExit(f"the engine ended before it answered {method}")

    def end(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait()
        assert self._process.stdout is not None
        self._process.stdout.close()

    def _send(self, method: str, params: dict[str, Any]) -> None:
        message = {"jsonrpc": "2.0", "id": method, "method": method, "params": params}
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(message).encode() + b"\n")
        self._process.stdin.flush()


def prepare(root: str, catalogue: str) -> int:
    """Have the catalogue as a source whose index is built and fresh; how many packages the query has."""
    engine = Engine(root)
    if engine.ask("source/list", {})["Count"] == 0:
        engine.ask("source/add", {"Name": "bench", "Argument": catalogue})
    else:
        engine.ask("source/update", {})
    found: int = engine.ask("package/find", QUERY)["Count"]
    engine.end()
    return found


def start_to_answer(root: str) -> float:
    """Milliseconds from the start of the process to the answer."""
    began = time.perf_counter()
    engine = Engine(root)
    engine.ask("package/find", QUERY)
    took = time.perf_counter() - began
    engine.end()
    return 1000 * took


def floor() -> float:
    """Milliseconds of the least that could answer."""
    began = time.perf_counter()
    subprocess.run(FLOOR, check=True)
    return 1000 * (time.perf_counter() - began)


def main() -> int:
    catalogue = (sys.argv[1:] or [os.environ.get("WINGETPY_CATALOGUE", "")])[0]
    if not catalogue:
        raise SystemExit("which catalogue? python bench/start.py DIR")
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    compileall.compile_dir(str(ENGINE), quiet=1)
    with tempfile.TemporaryDirectory() as temporary:
        root = os.environ.get("WINGETPY_BENCH_ROOT", temporary)
        found = prepare(root, catalogue)
        ours, peer = [], []
        for _ in range(RUNS):
            peer.append(floor())
            ours.append(start_to_answer(root))
    for what, of in (("least", min), ("median", statistics.median)):
        print(f"start to the first find, {found} hits, {what} of {RUNS}", end="")
        print(f" | {of(ours):.1f} ms | {of(peer):.1f} ms | {of(ours) / of(peer):.2f} | {LIMIT}")
    return 0 if statistics.median(ours) <= LIMIT * statistics.median(peer) else 1


if __name__ == "__main__":
    sys.exit(main())
