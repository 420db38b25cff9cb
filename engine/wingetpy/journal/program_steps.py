"""The step that runs a program. It cannot be undone."""

from __future__ import annotations

from pathlib import PureWindowsPath
from typing import ClassVar

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.hosts.host import Host
from wingetpy.journal.step import BaseStep, StepResult


class RunProgram(BaseStep, frozen=True, kw_only=True, tag="run-program"):
    """Run a program and wait for its whole process tree.

    Attributes:
        command_line: Raw: the program, quoted if its path holds spaces, and its arguments.
        working_directory: A machine path; empty for the engine's own.
        timeout_seconds: After it the whole tree is ended; None for no limit.
        success_codes: Exit codes of success, unsigned, 32 bits.
        reboot_codes: Exit codes of success after a restart of Windows.
    """

    alone: ClassVar[bool] = True

    command_line: str
    working_directory: str = ""
    timeout_seconds: float | None = None
    success_codes: tuple[int, ...] = (0,)
    reboot_codes: tuple[int, ...] = ()

    def do(self, host: Host) -> StepResult:
        """
        Raises:
            HostError: the program cannot be started, or this host runs none (HostCannot).
            OperationError: ShellExecInstallFailed with the exit code; Timeout.
        """
        status = host.processes.run(
            self.command_line,
            working_directory=PureWindowsPath(self.working_directory) if self.working_directory else None,
            timeout_seconds=self.timeout_seconds,
        )
        if status.timed_out:
            raise OperationError(
                f"{self.program} was ended at its time limit of {self.timeout_seconds or 0:g} seconds; what it"
                " changed is left.",
                code=ErrorCode.Timeout,
                category="OperationTimeout",
                target=self.program,
                remedy="Repeat the command with a longer time limit.",
            )
        if status.exit_code in self.reboot_codes:
            return StepResult(exit_code=status.exit_code, reboot_required=True)
        if status.exit_code in self.success_codes:
            return StepResult(exit_code=status.exit_code)
        raise OperationError(
            f"{self.program} failed with exit code {status.exit_code}.",
            code=ErrorCode.ShellExecInstallFailed,
            target=self.program,
            installer_exit_code=status.exit_code,
        )

    def undo(self, host: Host) -> str | None:
        return f"{self.program} ran or may have run; what it changed cannot be undone."

    def sentence(self) -> str:
        return f"Run {self.program}"

    @property
    def program(self) -> str:
        """The program's file name, for messages."""
        text = self.command_line.strip()
        path = text[1:].partition('"')[0] if text.startswith('"') else text.partition(" ")[0]
        return PureWindowsPath(path).name or text
