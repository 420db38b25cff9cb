"""Programs as every host runs them."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import PureWindowsPath
from typing import Protocol

import msgspec

from wingetpy.hosts.change import change
from wingetpy.hosts.running import RunningProgram


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


Stop = Callable[[], bool]
"""Asked many times a second while a program runs; True ends its whole process tree at once."""


class ExitStatus(msgspec.Struct, frozen=True):
    """How a program ended.

    Attributes:
        exit_code: Of the program itself: unsigned, 32 bits.
        timed_out: The time limit ended the whole tree.
        stopped: `stop` ended the whole tree.
        left_running: What the program had started and was not waited for any longer, as `name.exe (process 1234)`.
    """

    exit_code: int
    timed_out: bool = False
    stopped: bool = False
    left_running: tuple[str, ...] = ()


class VerifiedFile(msgspec.Struct, frozen=True):
    """A file and what it was verified to be: SHA-256 as hex."""

    path: PureWindowsPath
    sha256: str


class Processes(Protocol):
    """Programs. A program belongs to the tree of what started it, with three exceptions: what asks to leave the job
    (CREATE_BREAKAWAY_FROM_JOB, which is granted, because installers fail without it), what a service or the Task
    Scheduler starts, and the desktop (explorer.exe). These are neither waited for nor ended.
    """

    @change("{command_line}")
    def run(
        self,
        command_line: str,
        *,
        working_directory: PureWindowsPath | None = None,
        timeout_seconds: float | None = None,
        settle_seconds: float | None = None,
        stop: Stop | None = None,
    ) -> ExitStatus:
        """Start a program with this raw command line, wait for its whole process tree.

        Standard handles are closed, nothing of ours is inherited: what it prints goes nowhere, and a question on
        standard input gets the end of the file.

        Args:
            command_line: The program, quoted if its path holds blanks, and its arguments. A program without a folder
                is looked up as Windows does, then in the App Paths.
            timeout_seconds: After it the whole tree is ended.
            settle_seconds: How long the rest of the tree is waited for once the program itself has ended; what runs
                then is left and named in `left_running`. None: until nothing is left.
            stop: Ends the whole tree when it answers True.

        Raises:
            HostError: HostCannot where programs cannot run at all; CommandRequiresAdmin for a program that asks for
                elevation which this engine does not have: `run_elevated` is for that.
        """

    @change("{command_line}")
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
        """Start a program with administrator rights, and wait as `run` does.

        An engine that has the rights runs it as it is. Another asks the user (UAC) to start a helper of ours: it copies
        the files into a folder that only administrators write, verifies each copy, replaces their paths in the command
        line, and runs that in a job of its own, in the folder of the copies.

        Args:
            command_line: As for `run`. The program is one of the files, or lies in a folder of administrators (Windows,
                Program Files) and belongs to them, as msiexec and most uninstallers do.
            files: The installer and what it needs beside it, all below one folder, which keeps its structure.
            interactive: Whether the user may be asked. False, or no desktop to ask on: CommandRequiresAdmin.

        Raises:
            HostError: CommandRequiresAdmin, see above; InstallCancelledByUser where the user declined;
                InstallerHashMismatch where a file changed; AccessDenied for a program that others can replace;
                HostCannot where programs cannot run at all.
        """

    def running(self) -> Sequence[RunningProgram]:
        """Return the programs that run, whoever started them, as far as the machine shows their files."""

    @change("{program}")
    def end(self, program: RunningProgram, polite_seconds: float) -> None:
        """End a running program: its windows are asked to close; after the time, or without a window, it is terminated.
        Nothing happens if it has ended.

        Raises:
            HostError: AccessDenied.
        """
