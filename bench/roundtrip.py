"""`engine/info` through the whole engine, against a bare msgspec decode-and-encode loop over the same kind of pipes.

Both processes are started once and asked in turn, with the same request bytes, and both answer with the same bytes.
Everything runs on one processor, where the system allows it: otherwise the scheduler puts one process beside the
caller, the other one across, and the wake-up, not the work, is measured.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ENGINE = Path(__file__).resolve().parents[1] / "engine"
LIMIT = 2.0
CALLS = 4000
ROUNDS = 5

# The least that can answer: it takes the request apart and puts the same answer together again, one line a read.
BARE = """
import os, sys, msgspec
class Request(msgspec.Struct):
    jsonrpc: str
    method: str
    id: int
    params: dict
class Response(msgspec.Struct):
    jsonrpc: str
    id: int
    result: dict
result = msgspec.json.decode(os.read(0, 65536))
decode, encode = msgspec.json.Decoder(Request).decode, msgspec.json.Encoder().encode
while line := os.read(0, 65536):
    os.write(1, encode(Response("2.0", decode(line).id, result)) + b"\\n")
"""


class Process:
    """A child that answers a line with a line."""

    def __init__(self, arguments: list[str], environment: dict[str, str]) -> None:
        self.process = subprocess.Popen(
            [sys.executable, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, bufsize=0
        )
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self._to, self._from = self.process.stdin.fileno(), self.process.stdout.fileno()

    def ask(self, line: bytes) -> bytes:
        os.write(self._to, line)
        answer = b""
        while not answer.endswith(b"\n"):
            answer += os.read(self._from, 65536)
        return answer

    def tell(self, line: bytes) -> None:
        os.write(self._to, line)

    def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        self.process.wait()


def info(id: int) -> bytes:
    return b'{"jsonrpc":"2.0","id":%d,"method":"engine/info","params":{}}\n' % id


def one_round(environment: dict[str, str]) -> tuple[list[float], list[float]]:
    """Microseconds of each call: bare, ours."""
    engine = Process(["-m", "wingetpy", "serve", "--host", "sandbox"], environment)
    engine.ask(
        b'{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"ProtocolVersion":1,"Client":{"Name":"bench"}}}\n'
    )
    answer = engine.ask(info(1))
    bare = Process(["-I", "-c", BARE], environment)
    bare.tell(answer[answer.index(b'"result":') + 9 : -2])
    time.sleep(0.2)  # the bare loop has read the answer's text as a message of its own
    assert bare.ask(info(1)) == answer, "both sides must answer the same"
    times: tuple[list[float], list[float]] = ([], [])
    for number in range(2, CALLS):
        line = info(number)
        for side, process in enumerate((bare, engine)):
            began = time.perf_counter_ns()
            process.ask(line)
            times[side].append((time.perf_counter_ns() - began) / 1000)
    engine.end()
    bare.end()
    return times


def main() -> int:
    pinned = hasattr(os, "sched_setaffinity")
    if pinned:
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    medians: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as root:
        environment = os.environ | {"PYTHONPATH": str(ENGINE), "WINGETPY_ROOT": root}
        for _ in range(ROUNDS):
            bare, ours = one_round(environment)
            medians.append((statistics.median(bare), statistics.median(ours)))
    for bare_median, ours_median in medians:
        print(f"round | {ours_median:.1f} us | {bare_median:.1f} us | {ours_median / bare_median:.2f} |")
    ratio = statistics.median(ours / bare for bare, ours in medians)
    where = "on one processor" if pinned else "not pinned"
    bare_best, ours_best = (min(side) for side in zip(*medians, strict=True))
    print(
        f"engine/info, {CALLS} calls in turn, {where} | {ours_best:.1f} us | {bare_best:.1f} us | {ratio:.2f} | {LIMIT}"
    )
    return 0 if ratio <= LIMIT else 1


if __name__ == "__main__":
    sys.exit(main())
