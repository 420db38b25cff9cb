"""Programs on the small machine: there is no Windows that could run them, and nothing pretends to."""

from __future__ import annotations

from pathlib import PureWindowsPath

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.processes import ExitStatus, where_programs_run


class SandboxProcesses:
    def run(
        self,
        command_line: str,
        *,
        working_directory: PureWindowsPath | None = None,
        timeout_seconds: float | None = None,
    ) -> ExitStatus:
        raise HostError(
            f"The sandbox host cannot run programs: {command_line}",
            code=ErrorCode.HostCannot,
            category="NotImplemented",
            target=command_line,
            remedy=where_programs_run(),
        )
