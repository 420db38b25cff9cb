"""Programs, each in a job object: the whole tree is waited for, and a time limit or a stop ends the whole tree."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import time
from collections.abc import Sequence
from ctypes import wintypes
from pathlib import PureWindowsPath

from wingetpy.errors.system import as_host_error
from wingetpy.hosts.processes import ExitStatus, Stop, VerifiedFile
from wingetpy.hosts.registry import Registry
from wingetpy.hosts.running import RunningProgram
from wingetpy.hosts.windows.app_paths import with_whole_path
from wingetpy.hosts.windows.images import refuse_what_runs_silently_wrong
from wingetpy.hosts.windows.job import Job, new_job
from wingetpy.hosts.windows.native import exit_code_of, kernel32
from wingetpy.hosts.windows.start_in_job import started_in
from wingetpy.hosts.windows.token import is_elevated

BETWEEN_LOOKS = 0.05
TIMED_OUT = 1460  # ERROR_TIMEOUT
STOPPED = 1223  # ERROR_CANCELLED
_ACCESS_DENIED = 5
_WAIT_OBJECT_0, _INFINITE = 0, 0xFFFF_FFFF
_QUERY_LIMITED = 0x1000


class WindowsProcesses:
    """See `wingetpy.hosts.processes.Processes`."""

    def __init__(self, registry: Registry) -> None:
        self._registry = registry

    def run(
        self,
        command_line: str,
        *,
        working_directory: PureWindowsPath | None = None,
        timeout_seconds: float | None = None,
        settle_seconds: float | None = None,
        stop: Stop | None = None,
    ) -> ExitStatus:
        line = with_whole_path(self._registry, command_line)
        refuse_what_runs_silently_wrong(line)
        with (
            as_host_error("start", command_line),
            new_job() as job,
            started_in(job, line, working_directory) as process,
        ):
            waiting = _Waiting(job, process, timeout_seconds, settle_seconds, stop)
            return waiting.until_the_end()

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
        if is_elevated():
            return self.run(command_line, timeout_seconds=timeout_seconds, settle_seconds=settle_seconds, stop=stop)
        from wingetpy.hosts.windows.elevation import ask_for_elevated_run  # late: start time

        return ask_for_elevated_run(
            command_line,
            files,
            interactive=interactive,
            timeout_seconds=timeout_seconds,
            settle_seconds=settle_seconds,
            stop=stop,
        )

    def running(self) -> Sequence[RunningProgram]:
        from wingetpy.hosts.windows.running import running_programs  # late: start time

        return running_programs()

    def end(self, program: RunningProgram, polite_seconds: float) -> None:
        from wingetpy.hosts.windows.running import end_program  # late: start time

        end_program(program, polite_seconds)


class _Waiting:
    """Waits for a program and its tree, or ends them.

    Args:
        job: Holds the tree.
        process: The program itself.
        timeout_seconds: See `Processes.run`, as the two that follow.
    """

    def __init__(
        self, job: Job, process: int, timeout_seconds: float | None, settle_seconds: float | None, stop: Stop | None
    ) -> None:
        self._job = job
        self._process = process
        self._end = None if timeout_seconds is None else time.monotonic() + timeout_seconds
        self._settle_seconds = settle_seconds
        self._stop = stop

    def until_the_end(self) -> ExitStatus:
        settled: float | None = None
        while True:
            if _has_ended(self._process, self._milliseconds()):
                if not (left := _running(self._job)):
                    return ExitStatus(exit_code_of(self._process))
                if settled is None and self._settle_seconds is not None:
                    settled = time.monotonic() + self._settle_seconds
                if settled is not None and time.monotonic() >= settled:
                    return ExitStatus(exit_code_of(self._process), left_running=left)
                time.sleep(BETWEEN_LOOKS)
            if self._stop is not None and self._stop():
                return self._ended(STOPPED, stopped=True)
            if self._end is not None and time.monotonic() >= self._end:
                return self._ended(TIMED_OUT, timed_out=True)

    def _milliseconds(self) -> int:
        """How long to wait for the program before the next look."""
        if self._stop is not None:
            return round(BETWEEN_LOOKS * 1000)
        if self._end is None:
            return _INFINITE
        return max(0, round((self._end - time.monotonic()) * 1000))

    def _ended(self, code: int, *, timed_out: bool = False, stopped: bool = False) -> ExitStatus:
        self._job.end(code)
        kernel32.WaitForSingleObject(self._process, 5000)
        return ExitStatus(exit_code_of(self._process), timed_out=timed_out, stopped=stopped)


def _has_ended(process: int, milliseconds: int) -> bool:
    return int(kernel32.WaitForSingleObject(process, milliseconds)) == _WAIT_OBJECT_0


def _running(job: Job) -> tuple[str, ...]:
    """What still runs in the job, as `name.exe (process 1234)`."""
    named = ((_image(process_id), process_id) for process_id in job.process_ids())
    return tuple(f"{name} (process {process_id})" for name, process_id in named if name and not _never_ends(name))


def _image(process_id: int) -> str:
    """The file name of a running program; `program` where Windows does not give it, empty if it has ended."""
    process = kernel32.OpenProcess(_QUERY_LIMITED, False, process_id)
    if not process:
        return "program" if ctypes.get_last_error() == _ACCESS_DENIED else ""
    try:
        name = ctypes.create_unicode_buffer(1024)
        length = wintypes.DWORD(len(name))
        known = kernel32.QueryFullProcessImageNameW(process, 0, name, ctypes.byref(length))
        return PureWindowsPath(name.value).name if known else "program"
    finally:
        kernel32.CloseHandle(process)


def _never_ends(name: str) -> bool:
    """Whether it is the desktop, which an installer may restart and which under Wine the first window makes a child of
    ours, or a console's window, which ends with its programs.
    """
    return name.lower() in ("explorer.exe", "conhost.exe")
