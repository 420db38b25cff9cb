"""Programs on the small machine: there is no Windows that could run them, and nothing pretends to."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path, PureWindowsPath

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.processes import ExitStatus, Stop, VerifiedFile, where_programs_run
from wingetpy.hosts.running import RunningProgram
from wingetpy.hosts.sandbox.running import SandboxRunning


class SandboxProcesses:
    """Starts nothing. What runs is what the sandbox's files say."""

    def __init__(self, root: Path) -> None:
        self._running = SandboxRunning(root)

    def run(
        self,
        command_line: str,
        *,
        working_directory: PureWindowsPath | None = None,
        timeout_seconds: float | None = None,
        settle_seconds: float | None = None,
        stop: Stop | None = None,
    ) -> ExitStatus:
        raise _cannot_run(command_line)

    def run_elevated(
        self,
        command_line: str,
        files: Sequence[VerifiedFile] = (),
        *,
        interactive: bool = True,
        timeout_seconds: float | None = None,
        settle_seconds: float | None = None,
        stop: Stop | None = None,
    ) -> ExitStatus:
        raise _cannot_run(command_line)

    def running(self) -> Sequence[RunningProgram]:
        return self._running.all()

    def end(self, program: RunningProgram, polite_seconds: float) -> None:
        self._running.end(program)


def _cannot_run(command_line: str) -> HostError:
    return HostError(
        f"The sandbox host cannot run programs: {command_line}",
        code=ErrorCode.HostCannot,
        category="NotImplemented",
        target=command_line,
        remedy=where_programs_run(),
    )
