"""A set of what is as wanted already, as dsc calls it, against the start of an engine that answers one message.

Both are whole processes, started in turn, the best of each counts. The difference is what a second set costs; its limit
is 300 ms. The .pyc files are present, as where the engine is installed.
"""

from __future__ import annotations

import compileall
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ENGINE = Path(__file__).resolve().parents[1] / "engine"
DEMO = ENGINE / "wingetpy" / "demo" / "source"
LIMIT = 300.0
"""Milliseconds over the start."""
ROUNDS = 15
INITIALIZE = (
    b'{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"ProtocolVersion":1,"Client":{"Name":"bench"}}}\n'
)
PACKAGES = [
    {"id": "WinGetPy.Stones", "version": "1.0.0", "pin": {"type": "gating", "version": "1.0.*"}},
    {"id": "WinGetPy.Pebble", "useLatest": True},
]
WISHES = {
    "package": PACKAGES[0],
    "package-list": {"packages": PACKAGES},
    "source": {"name": "Demo", "argument": str(DEMO), "trustLevel": "none"},
    "user-settings-file": {"settings": {"visual": {"progressBar": "retro"}}},
}


def run(environment: dict[str, str], words: list[str], given: bytes) -> tuple[float, bytes]:
    """Milliseconds of a whole process, and what it wrote."""
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "wingetpy", *words], env=environment, input=given, capture_output=True, check=True
    )
    return (time.perf_counter() - began) * 1000, done.stdout


def main() -> int:
    fine = True
    compileall.compile_dir(str(ENGINE), quiet=1)
    with tempfile.TemporaryDirectory() as root:
        environment = os.environ | {"PYTHONPATH": str(ENGINE), "WINGETPY_HOST": "sandbox", "WINGETPY_ROOT": root}
        run(environment, ["source", "add", "Demo", str(DEMO)], b"")
        for resource, wanted in WISHES.items():
            given = json.dumps(wanted).encode()
            run(environment, ["dsc", resource, "set"], given)
            starts: list[float] = []
            sets: list[float] = []
            for _ in range(ROUNDS):
                starts.append(run(environment, ["serve"], INITIALIZE)[0])
                took, said = run(environment, ["dsc", resource, "set"], given)
                assert said.splitlines()[1] == b"[]", "a second set must find nothing to do"
                sets.append(took)
            start, second = min(starts), min(sets)
            over = second - start
            fine = fine and over <= LIMIT
            what = f"second set of {resource}, over the start"
            print(f"{what} | {second:.0f} ms | {start:.0f} ms | +{over:.0f} ms | +{LIMIT:.0f} ms")
    return 0 if fine else 1


if __name__ == "__main__":
    sys.exit(main())
