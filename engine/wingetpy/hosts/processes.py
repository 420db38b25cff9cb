"""Programs as every host runs them."""

from __future__ import annotations

import sys
from pathlib import PureWindowsPath
from typing import Protocol

import msgspec

from wingetpy.hosts.change import change


def where_programs_run() -> str:
    """The remedy for a host that runs no programs: what runs them, as far as this machine has it."""
    if sys.platform == "win32":
        return "Use the windows host."
    if has_wine():
        return "Use the windows host: run the engine with a Windows Python under Wine (docs/wine.md)."
    return "Run the engine on Windows; this machine has no Wine to run Windows programs with."


def has_wine() -> bool:
    """Whether Wine is installed on a machine that is not Windows."""
    import shutil  # late: start time

    return any(shutil.which(name) for name in ("wine", "wine64"))


class ExitStatus(msgspec.Struct, frozen=True):
    """How a process ended. `exit_code` is unsigned, 32 bits; `timed_out` if the time limit ended its whole tree."""

    exit_code: int
    timed_out: bool = False


class Processes(Protocol):
    @change("{command_line}")
    def run(
        self,
        command_line: str,
        *,
        working_directory: PureWindowsPath | None = None,
        timeout_seconds: float | None = None,
    ) -> ExitStatus:
        """Start a program with this raw command line, wait for its whole process tree.

        Standard handles are closed, nothing of ours is inherited. Raises HostError (HostCannot) where programs
        cannot run at all.
        """
