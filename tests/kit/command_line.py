"""Running the command line as a user does, on a sandbox of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ENGINE = Path(__file__).resolve().parents[2] / "engine"
DEMO_SOURCE = ENGINE / "wingetpy" / "demo" / "source"

_WHOLE_CODE = """
import sys
from wingetpy.__main__ import run
try:
    run()
except SystemExit as end:
    sys.stderr.flush()
    sys.stdout.flush()
    open({file!r}, "w").write(str((end.code or 0) & 0xFFFFFFFF))
"""


@dataclass(frozen=True)
class Told:
    """What a command said. `code` is its exit code with all 32 bits, unsigned."""

    code: int
    out: str
    error: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    @property
    def fault(self) -> Any:
        """The error, of the command or of its one result, with `--format json`."""
        if self.out.strip():
            (row,) = self.json
            return row["Error"]
        return json.loads(self.error.splitlines()[-1])


class CommandLine:
    """`wingetpy ...` on the sandbox in this folder."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self.root = folder / "machine"
        self._code = folder / "exit-code"
        self._environment = dict(environment or {})

    def run(self, *words: str, **environment: str) -> Told:
        """One command to its end. A Linux parent sees eight bits of an exit code; all are written to a file."""
        program = _WHOLE_CODE.format(file=str(self._code))
        done = subprocess.run(
            [sys.executable, "-c", program, *words],
            env=self.variables(**environment),
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )
        if not self._code.exists():
            raise AssertionError(f"the engine broke: {done.stderr}")
        code = int(self._code.read_text())
        self._code.unlink()
        return Told(code, done.stdout, done.stderr)

    def start(self, *words: str, **environment: str) -> subprocess.Popen[str]:
        """One command that goes on while the test does something else."""
        pipe = subprocess.PIPE
        return subprocess.Popen(
            [sys.executable, "-m", "wingetpy", *words],
            env=self.variables(**environment),
            stdout=pipe,
            stderr=pipe,
            encoding="utf-8",
        )

    def variables(self, **more: str) -> dict[str, str]:
        """The environment of an engine on this sandbox."""
        return {
            **os.environ,
            "PYTHONPATH": str(ENGINE),
            "WINGETPY_HOST": "sandbox",
            "WINGETPY_ROOT": str(self.root),
            **self._environment,
            **more,
        }

    def add_demo_source(self) -> None:
        self.add_source("Demo", DEMO_SOURCE)

    def add_source(self, name: str, folder: Path) -> None:
        told = self.run("source", "add", name, str(folder))
        assert told.code == 0, told.error
