"""Calls of a resource: by our own reading of dsc's contract, and by the real program where it is found."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kit.command_line import ENGINE, CommandLine

MODULE = ENGINE.parent / "psmodule"


@dataclass(frozen=True)
class Answer:
    """What a resource's process said: the objects of its lines, and its trace lines by level."""

    code: int
    lines: list[Any]
    trace: list[tuple[str, str]]

    def said(self, level: str) -> list[str]:
        return [text for one, text in self.trace if one == level]


class ResourceLine:
    """`wingetpy dsc ...` as dsc starts it: JSON on standard input, then its end."""

    def __init__(self, folder: Path) -> None:
        self.line = CommandLine(folder)
        self.line.add_demo_source()

    def call(self, *words: str, given: object = None, raw: bytes | None = None, level: str = "info") -> Answer:
        """One call.

        Args:
            given: The input; None for none.
            raw: The input's bytes, where they are no plain JSON.
            level: DSC_TRACE_LEVEL.
        """
        data = raw if raw is not None else b"" if given is None else json.dumps(given).encode()
        done = subprocess.run(
            [sys.executable, "-m", "wingetpy", "dsc", *words],
            env=self.line.variables(DSC_TRACE_LEVEL=level),
            input=data,
            capture_output=True,
            timeout=60,
            check=False,
        )
        lines = [json.loads(line) for line in done.stdout.decode("utf-8").splitlines()]
        trace = [next(iter(json.loads(line).items())) for line in done.stderr.decode("ascii").splitlines()]
        return Answer(done.returncode, lines, trace)


class RealDsc:
    """The program `dsc`, which finds our manifests in the module's folder.

    Args:
        folder: For the machine.
        module: With the manifests; what they start is beside them.
    """

    def __init__(self, folder: Path, module: Path = MODULE) -> None:
        program = shutil.which("dsc")
        if program is None:
            pytest.skip("dsc is not on PATH")
        version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout.split()[1]
        if tuple(map(int, version.split(".")[:2])) < (3, 2):
            pytest.skip(f"dsc {version} is older than 3.2, which the manifests need")
        self._program = program
        self._line = CommandLine(folder)
        self._line.add_demo_source()
        # An interpreter that is named may have a wingetpy of its own; one that is found on PATH takes the repository's.
        self._path = os.pathsep.join([str(module), str(Path(sys.executable).parent), "/usr/bin", "/bin"])

    def run(self, *words: str) -> tuple[int, Any, str]:
        """Exit code, the object on standard output (None for none), and standard error."""
        environment = self._line.variables(DSC_RESOURCE_PATH=self._path)
        environment.pop("WINGETPY_PYTHON", None)
        done = subprocess.run(
            [self._program, *words], env=environment, capture_output=True, text=True, timeout=120, check=False
        )
        lines = [json.loads(one) for one in done.stdout.splitlines()]
        return done.returncode, lines[0] if len(lines) == 1 else lines or None, done.stderr

    def answer(self, *words: str) -> Any:
        """The object on standard output of a run that must succeed."""
        code, said, error = self.run(*words)
        assert code == 0, error
        return said
