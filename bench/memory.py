"""Memory of an engine that searches the full catalogue ten thousand times.

    python bench/memory.py

A served engine on a sandbox answers `package/find` for different words of the catalogue, every tenth one or two letters
long; its resident memory is read from the system at 10, 100, 1,000 and 10,000 searches: the median of the last searches
before each mark, since an answer of thousands of rows shows for a few searches. The engine is started as the module
starts it, with one heap for all threads (MALLOC_ARENA_MAX).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from statistics import median

import catalogue
from measured import line

LIMIT_MEBIBYTES = 45
FLAT = 1.05
FLAT_LATER = 1.02
MARKS = (10, 100, 1000, 10_000)
READINGS = 200
"""How many searches before a mark are read at most; never more than a fifth of those until then."""


def main() -> int:
    root = catalogue.root()
    words = catalogue.words(catalogue.index_file(), MARKS[-1])
    tenth, hundredth, thousandth, last = _sizes(root, words)
    worst = line(f"memory after {MARKS[1]} searches (peer: the limit)", hundredth, LIMIT_MEBIBYTES, 1.0, "MiB")
    worst |= line(f"memory after {MARKS[2]} searches (peer: after {MARKS[0]})", thousandth, tenth, FLAT, "MiB")
    worst |= line(f"memory after {MARKS[3]} searches (peer: after {MARKS[2]})", last, thousandth, FLAT_LATER, "MiB")
    return worst


def _sizes(root: Path, words: list[str]) -> list[float]:
    """Resident MiB of the engine at each mark."""
    engine = str(catalogue.REPOSITORY / "engine")
    serve = f"import sys; sys.path.insert(0, {engine!r}); from wingetpy.__main__ import run; run()"
    command = [sys.executable, "-I", "-c", serve, "serve", "--host", "sandbox", "--root", str(root)]
    sizes: list[float] = []
    readings: list[float] = []
    begins = {mark - min(READINGS, mark // 5) for mark in MARKS}
    environment = {**os.environ, "MALLOC_ARENA_MAX": "1"}
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment) as process:
        _ask(process, "initialize", {"ProtocolVersion": 1, "Client": {"Name": "bench"}})
        for number, word in enumerate(words, 1):
            _ask(process, "package/find", {"Query": word})
            if number in begins:
                readings = []
            readings.append(_resident_mebibytes(process.pid))
            if number in MARKS:
                sizes.append(median(readings))
        assert process.stdin is not None
        process.stdin.close()
    return sizes


def _ask(engine: subprocess.Popen[bytes], method: str, params: object) -> None:
    """Send a request and wait for its answer."""
    assert engine.stdin is not None
    assert engine.stdout is not None
    engine.stdin.write(
        json.dumps({"jsonrpc": "2.0", "id": method, "method": method, "params": params}).encode() + b"\n"
    )
    engine.stdin.flush()
    for answer in engine.stdout:
        if b'"id":"' in answer[:60]:
            if b'"error"' in answer[:200]:
                raise SystemExit(answer.decode())
            return
    raise SystemExit("the engine ended")


def _resident_mebibytes(process: int) -> float:
    for row in Path(f"/proc/{process}/status").read_text().splitlines():
        if row.startswith("VmRSS:"):
            return int(row.split()[1]) / 1024
    raise SystemExit("this system does not tell resident memory in /proc")


if __name__ == "__main__":
    sys.exit(main())
