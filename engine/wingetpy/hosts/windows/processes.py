"""Programs, each in a job object: the whole tree is waited for, and a time limit ends the whole tree."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from pathlib import PureWindowsPath

from wingetpy.errors import ErrorCode, HostError
from wingetpy.errors.system import as_host_error
from wingetpy.hosts.memory_bound import JOB_LIMITS, JobLimits
from wingetpy.hosts.processes import ExitStatus
from wingetpy.hosts.windows.images import refuse_what_runs_silently_wrong
from wingetpy.hosts.windows.native import check, kernel32, last_error

BETWEEN_LOOKS = 0.05
MOST_PROCESSES = 4096
TIMED_OUT = 1460  # ERROR_TIMEOUT
_ELEVATION_REQUIRED = 740
_CREATE_SUSPENDED, _CREATE_NO_WINDOW, _UNICODE_ENVIRONMENT = 0x4, 0x0800_0000, 0x400
_USE_STANDARD_HANDLES = 0x100
_PROCESS_ID_LIST, _BREAKAWAY_OK = 3, 0x800
_WAIT_OBJECT_0, _INFINITE = 0, 0xFFFF_FFFF
_QUERY_LIMITED = 0x1000


class _StartupInfo(ctypes.Structure):
    _fields_ = [
        ("cb", wintypes.DWORD),
        ("names", ctypes.c_void_p * 3),
        ("place", wintypes.DWORD * 7),
        ("dwFlags", wintypes.DWORD),
        ("wShowWindow", wintypes.WORD),
        ("cbReserved2", wintypes.WORD),
        ("lpReserved2", ctypes.c_void_p),
        ("standard_handles", ctypes.c_void_p * 3),
    ]


class _ProcessInformation(ctypes.Structure):
    _fields_ = [
        ("hProcess", wintypes.HANDLE),
        ("hThread", wintypes.HANDLE),
        ("dwProcessId", wintypes.DWORD),
        ("dwThreadId", wintypes.DWORD),
    ]


class _ProcessIds(ctypes.Structure):
    _fields_ = [
        ("assigned", wintypes.DWORD),
        ("listed", wintypes.DWORD),
        ("ids", ctypes.c_size_t * MOST_PROCESSES),
    ]


class WindowsProcesses:
    """See `wingetpy.hosts.processes.Processes`."""

    def run(
        self,
        command_line: str,
        *,
        working_directory: PureWindowsPath | None = None,
        timeout_seconds: float | None = None,
    ) -> ExitStatus:
        refuse_what_runs_silently_wrong(command_line)
        end = None if timeout_seconds is None else time.monotonic() + timeout_seconds
        with (
            as_host_error("start", command_line),
            _new_job() as job,
            _started(command_line, working_directory, job) as process,
        ):
            if _ended_by(end, process) and _tree_gone_by(end, job):
                return ExitStatus(_exit_code(process))
            check(kernel32.TerminateJobObject(job, TIMED_OUT))
            kernel32.WaitForSingleObject(process, 5000)
            return ExitStatus(_exit_code(process), timed_out=True)


@contextmanager
def _new_job() -> Iterator[int]:
    """A job that lets go what asks to leave it (some installers start a program so), and ends nothing when it is
    closed.
    """
    job = kernel32.CreateJobObjectW(None, None)
    check(job)
    try:
        limits = JobLimits(LimitFlags=_BREAKAWAY_OK)
        check(kernel32.SetInformationJobObject(job, JOB_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)))
        yield job
    finally:
        kernel32.CloseHandle(job)


@contextmanager
def _started(command_line: str, working_directory: PureWindowsPath | None, job: int) -> Iterator[int]:
    """Start suspended, put into the job, let go: nothing it starts can be missed."""
    startup = _StartupInfo(cb=ctypes.sizeof(_StartupInfo), dwFlags=_USE_STANDARD_HANDLES)
    made = _ProcessInformation()
    flags = _CREATE_SUSPENDED | _CREATE_NO_WINDOW | _UNICODE_ENVIRONMENT
    where = str(working_directory) if working_directory else None
    line = ctypes.create_unicode_buffer(command_line)
    if not kernel32.CreateProcessW(
        None, line, None, None, False, flags, None, where, ctypes.byref(startup), ctypes.byref(made)
    ):
        raise _why_not_started(command_line)
    try:
        if not kernel32.AssignProcessToJobObject(job, made.hProcess):
            error = last_error()
            kernel32.TerminateProcess(made.hProcess, 1)
            raise error
        kernel32.ResumeThread(made.hThread)
        yield made.hProcess
    finally:
        kernel32.CloseHandle(made.hThread)
        kernel32.CloseHandle(made.hProcess)


def _why_not_started(command_line: str) -> Exception:
    error = last_error()
    if error.winerror != _ELEVATION_REQUIRED:
        return error
    return HostError(
        f"The program asks for administrator rights: {command_line}",
        code=ErrorCode.CommandRequiresAdmin,
        target=command_line,
        remedy="Run the command elevated.",
    )


def _ended_by(end: float | None, process: int) -> bool:
    milliseconds = _INFINITE if end is None else max(0, round((end - time.monotonic()) * 1000))
    return int(kernel32.WaitForSingleObject(process, milliseconds)) == _WAIT_OBJECT_0


def _tree_gone_by(end: float | None, job: int) -> bool:
    while any(not _never_ends(process_id) for process_id in _process_ids(job)):
        if end is not None and time.monotonic() >= end:
            return False
        time.sleep(BETWEEN_LOOKS)
    return True


def _process_ids(job: int) -> list[int]:
    found = _ProcessIds()
    check(kernel32.QueryInformationJobObject(job, _PROCESS_ID_LIST, ctypes.byref(found), ctypes.sizeof(found), None))
    return list(found.ids[: found.listed])


def _never_ends(process_id: int) -> bool:
    """Whether it is the desktop: an installer may restart it, and under Wine the first window makes it a child of
    ours.
    """
    process = kernel32.OpenProcess(_QUERY_LIMITED, False, process_id)
    if not process:
        return False
    try:
        name = ctypes.create_unicode_buffer(1024)
        length = wintypes.DWORD(len(name))
        known = kernel32.QueryFullProcessImageNameW(process, 0, name, ctypes.byref(length))
        return bool(known) and PureWindowsPath(name.value).name.lower() == "explorer.exe"
    finally:
        kernel32.CloseHandle(process)


def _exit_code(process: int) -> int:
    code = wintypes.DWORD()
    check(kernel32.GetExitCodeProcess(process, ctypes.byref(code)))
    return code.value
