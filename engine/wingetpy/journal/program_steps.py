"""The step that runs a program: an installer, an uninstaller. It cannot be undone."""

from __future__ import annotations

import time
from pathlib import PureWindowsPath
from typing import ClassVar, Literal

import msgspec

from wingetpy.errors import Cancelled, ErrorCode, HostError, OperationError
from wingetpy.errors.remedies import TIME_LIMIT, UNINSTALLER_GONE
from wingetpy.hosts.host import Host
from wingetpy.hosts.processes import ExitStatus, Stop, VerifiedFile
from wingetpy.hosts.registry import Hive, View
from wingetpy.journal.exit_meaning import REBOOT_RESPONSES, ExitMeaning, failure_of
from wingetpy.journal.running import Running
from wingetpy.journal.step import BaseStep, StepResult
from wingetpy.model.call import Progress
from wingetpy.model.technology import WINDOWS_RESPONSES, traits_of

SETTLE_SECONDS = 60.0
"""How long what a program has started is waited for once the program itself has ended. An installer that starts what it
installed must not keep the operation open until somebody closes that."""
WAIT_PAUSE_SECONDS = 2.0
"""Between two tries of an installer that found another installation in progress."""
_LOOK_SECONDS = 0.2

Purpose = Literal["install", "uninstall", "repair"]
_FAILED: dict[Purpose, ErrorCode] = {
    "install": ErrorCode.ShellExecInstallFailed,
    "uninstall": ErrorCode.ExecUninstallCommandFailed,
    "repair": ErrorCode.ExecRepairFailed,
}


class ProgramEntry(msgspec.Struct, frozen=True, kw_only=True):
    """An Apps & Features entry that says after an interruption what a program has done."""

    hive: Hive
    view: View
    key: str

    def version(self, host: Host) -> str | None:
        """Return the version that the entry names now, empty if it names none; None if the entry does not exist."""
        values = host.registry.values(self.hive, self.key, self.view)
        if values is None:
            return None
        shown = next((one for name, one in values.items() if name.lower() == "displayversion"), None)
        return shown.data if shown is not None and isinstance(shown.data, str) else ""


class ProgramFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that is started, by machine path and SHA-256 as hex."""

    path: str
    sha256: str


class RunProgram(BaseStep, frozen=True, kw_only=True, tag="run-program"):
    """Run a program and wait for its whole process tree.

    Attributes:
        command_line: Raw: the program, quoted if its path holds spaces, and its arguments.
        shown: The command line for the log, without what the user keeps to himself; empty: `command_line`.
        subject: The program in a sentence, `The installer of Contoso.Tool`; empty for the program's file name.
        purpose: Decides the error of an exit code without a meaning.
        installer_type: Its usual exit codes count.
        working_directory: A machine path; empty for the engine's own.
        timeout_seconds: After it the whole tree is ended; None for no limit.
        success_codes: Exit codes of success, unsigned, 32 bits.
        reboot_codes: Exit codes of success after a restart of Windows.
        expected: What the manifest says of exit codes; it counts before all else.
        log_path: Where the program writes its log; empty if it writes none.
        files: The installer, as it was verified: an elevated start verifies it again. None for an uninstaller.
        elevate: It needs administrator rights; without it they are asked for when the program itself wants them.
        may_ask: Whether the user may be asked for administrator rights.
        entries: What it changes in Apps & Features, as far as that is known before.
    """

    alone: ClassVar[bool] = True
    undoable: ClassVar[bool] = False

    command_line: str
    shown: str = ""
    subject: str = ""
    purpose: Purpose = "install"
    installer_type: str = ""
    working_directory: str = ""
    timeout_seconds: float | None = None
    success_codes: tuple[int, ...] = (0,)
    reboot_codes: tuple[int, ...] = ()
    expected: tuple[ExitMeaning, ...] = ()
    log_path: str = ""
    files: tuple[ProgramFile, ...] = ()
    elevate: bool = False
    may_ask: bool = True
    entries: tuple[ProgramEntry, ...] = ()

    def do(self, host: Host) -> StepResult:
        """
        Raises:
            HostError: the program cannot be started, or this host runs none (HostCannot).
            OperationError: the error of its exit code; Timeout.
        """
        return self._result(self._run(host, self.timeout_seconds, None))

    def do_within(self, host: Host, running: Running) -> StepResult:
        """Run it within the time that the operation has left; try again while another installation is in progress.

        A caller that cancels waits for the program; one that forces the end has the whole tree ended.

        Raises:
            Cancelled: the tree was ended.
        """
        give_up = time.monotonic() + running.busy_wait_seconds
        stop = _Stop(self.name, running)
        while True:
            running.call.message("Verbose", f"{self.name} is started: {self.shown or self.command_line}")
            status = self._run(host, _least(self.timeout_seconds, running.stop.seconds_left()), stop)
            if not status.timed_out and not status.stopped:
                running.call.message("Verbose", f"{self.name} ended with exit code {status.exit_code}.")
            if not self._found_another_installation(status) or time.monotonic() >= give_up:
                return self._result(status)
            running.wait(
                min(WAIT_PAUSE_SECONDS, max(0.0, give_up - time.monotonic())),
                _LOOK_SECONDS,
                Progress(activity=running.activity, status="Waiting for another installation to end"),
            )

    def recorded(self) -> RunProgram:
        """The journal is a file that others may read, and the program is not started from it once more."""
        return msgspec.structs.replace(self, command_line=self.shown, shown="") if self.shown else self

    def undo(self, host: Host) -> str | None:
        return f"{self.name} ran or may have run; what it changed cannot be undone.{self._known(host)}"

    def sentence(self) -> str:
        return f"Run {self.shown or self.command_line}"

    @property
    def program(self) -> str:
        """The program's file name, for messages."""
        text = self.command_line.strip()
        path = text[1:].partition('"')[0] if text.startswith('"') else text.partition(" ")[0]
        return PureWindowsPath(path).name or text

    @property
    def name(self) -> str:
        """The program in a sentence."""
        return self.subject or self.program

    def _run(self, host: Host, timeout_seconds: float | None, stop: Stop | None) -> ExitStatus:
        try:
            return self._started(host, timeout_seconds, stop)
        except HostError as error:
            gone = self.purpose == "uninstall" and error.code is ErrorCode.FileNotFound
            if not self.shown and not gone:
                raise
            raise HostError(
                error.text.replace(self.command_line, self.shown or self.command_line),
                code=error.code,
                category=error.category,
                target=self.program,
                remedy=UNINSTALLER_GONE if gone else error.advice,
                held_by=error.held_by,
            ) from None

    def _started(self, host: Host, timeout_seconds: float | None, stop: Stop | None) -> ExitStatus:
        if not self.elevate:
            try:
                return host.processes.run(
                    self.command_line,
                    working_directory=PureWindowsPath(self.working_directory) if self.working_directory else None,
                    timeout_seconds=timeout_seconds,
                    settle_seconds=SETTLE_SECONDS,
                    stop=stop,
                )
            except HostError as error:
                if error.code is not ErrorCode.CommandRequiresAdmin:
                    raise
        return host.processes.run_elevated(
            self.command_line,
            [VerifiedFile(PureWindowsPath(one.path), one.sha256) for one in self.files],
            interactive=self.may_ask,
            timeout_seconds=timeout_seconds,
            settle_seconds=SETTLE_SECONDS,
            stop=stop,
        )

    def _result(self, status: ExitStatus) -> StepResult:
        code = status.exit_code
        if status.timed_out:
            raise OperationError(
                f"{self.name} was ended at the time limit, with all that it had started; what it changed is left.",
                code=ErrorCode.Timeout,
                category="OperationTimeout",
                target=self.program,
                remedy=TIME_LIMIT,
                log_path=self.log_path or None,
            )
        if status.stopped:
            raise Cancelled(
                f"{self.name} was ended, with all that it had started; what it changed is left.",
                target=self.program,
                log_path=self.log_path or None,
            )
        meaning = self._meaning(code)
        if code in self.reboot_codes or (meaning is not None and meaning.response in REBOOT_RESPONSES):
            return StepResult(exit_code=code, reboot_required=True, left_running=status.left_running)
        if meaning is None and code in self.success_codes:
            return StepResult(exit_code=code, left_running=status.left_running)
        raise failure_of(
            self.name,
            code,
            code=_FAILED[self.purpose],
            installer_type=self.installer_type,
            meaning=meaning,
            log_path=self.log_path,
        )

    def _meaning(self, code: int) -> ExitMeaning | None:
        """What an exit code means: by the manifest, else by what is usual for its type or for all programs, unless it
        counts as success."""
        for expected in self.expected:
            if expected.code == code:
                return expected
        response = traits_of(self.installer_type).responses.get(code) or WINDOWS_RESPONSES.get(code)
        return ExitMeaning(code=code, response=response) if response and code not in self.success_codes else None

    def _found_another_installation(self, status: ExitStatus) -> bool:
        meaning = None if status.timed_out or status.stopped else self._meaning(status.exit_code)
        return meaning is not None and meaning.response == "installInProgress"

    def _known(self, host: Host) -> str:
        """What Apps & Features says of the program now, as a sentence behind another one."""
        versions = [version for entry in self.entries if (version := entry.version(host)) is not None]
        if not self.entries:
            return " See in the list of installed packages what is there."
        if not versions:
            return " Apps & Features does not list the program."
        return f" Apps & Features lists the program{f' in version {versions[0]}' if versions[0] else ''}."


class _Stop:
    """Whether the program is to be ended; says once that a cancelled one is let finish."""

    def __init__(self, name: str, running: Running) -> None:
        self._name = name
        self._call = running.call
        self._said = False

    def __call__(self) -> bool:
        if self._call.forced:
            return True
        if self._call.cancelled and not self._said:
            self._said = True
            self._call.message("Information", f"{self._name} is running and is let finish; nothing else is begun.")
        return False


def _least(one: float | None, other: float | None) -> float | None:
    given = [limit for limit in (one, other) if limit is not None]
    return min(given) if given else None
