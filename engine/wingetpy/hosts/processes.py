"""Programs as every host runs them."""

from __future__ import annotations

from pathlib import PureWindowsPath
from typing import Protocol

import msgspec

from wingetpy.hosts.change import change


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
