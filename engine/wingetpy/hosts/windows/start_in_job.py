"""Starting a program inside a job object, so that nothing it starts can be missed.

Windows 10 puts a program into the job as it makes it. Older ones cannot: it is made suspended, put into the job, and
let go; an engine that is killed between leaves a program that never runs.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import msvcrt
import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from ctypes import wintypes
from pathlib import PureWindowsPath
from typing import ClassVar

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.windows.job import Job
from wingetpy.hosts.windows.native import check, kernel32, last_error

_CREATE_SUSPENDED, _EXTENDED_STARTUP = 0x4, 0x8_0000
_HANDLE_LIST, _JOB_LIST = 0x2_0002, 0x2_000D
_NOT_SUPPORTED, _BAD_LENGTH, _ELEVATION_REQUIRED = 50, 24, 740
_UNKNOWN_ATTRIBUTE = (_NOT_SUPPORTED, _BAD_LENGTH)
"""What a Windows answers that does not know an attribute."""


class _Startup(ctypes.Structure):
    """STARTUPINFOEXW."""

    _fields_: ClassVar = [
        ("size", wintypes.DWORD),
        ("texts", ctypes.c_void_p * 3),
        ("sizes", wintypes.DWORD * 7),
        ("flags", wintypes.DWORD),
        ("show", wintypes.WORD),
        ("reserved", wintypes.WORD),
        ("reserved_data", ctypes.c_void_p),
        ("handles", wintypes.HANDLE * 3),
        ("attributes", ctypes.c_void_p),
    ]


class _Process(ctypes.Structure):
    """PROCESS_INFORMATION."""

    _fields_: ClassVar = [
        ("process", wintypes.HANDLE),
        ("thread", wintypes.HANDLE),
        ("process_id", wintypes.DWORD),
        ("thread_id", wintypes.DWORD),
    ]


@contextmanager
def started_in(job: Job, command_line: str, working_directory: PureWindowsPath | None) -> Iterator[int]:
    """Start a program in a job, and give its handle.

    Its standard handles are the null device, which answers a question with the end of the file, and takes any output;
    of our handles it inherits these alone.

    Raises:
        HostError: CommandRequiresAdmin, the program asks for administrator rights.
        OSError: it cannot be started.
    """
    with open(os.devnull, "r+b", buffering=0) as null:
        handle = msvcrt.get_osfhandle(null.fileno())
        os.set_handle_inheritable(handle, True)
        try:
            made, is_suspended = _made(command_line, working_directory, handle, job)
        except OSError as error:
            raise _why_not_started(command_line, error) from error
    try:
        if is_suspended:
            _let_go(made, job)
        yield made.process
    finally:
        kernel32.CloseHandle(made.thread)
        kernel32.CloseHandle(made.process)


def _made(command_line: str, folder: PureWindowsPath | None, handle: int, job: Job) -> tuple[_Process, bool]:
    """Return the program, and whether it is suspended and outside of the job."""
    try:
        with _attributes({_HANDLE_LIST: [handle], _JOB_LIST: [job.handle]}) as attributes:
            return _create(command_line, folder, handle, attributes, 0), False
    except OSError as error:
        if error.winerror not in _UNKNOWN_ATTRIBUTE:
            raise
    with _attributes({_HANDLE_LIST: [handle]}) as attributes:
        return _create(command_line, folder, handle, attributes, _CREATE_SUSPENDED), True


def _create(
    command_line: str, folder: PureWindowsPath | None, handle: int, attributes: ctypes.Array[ctypes.c_char], flags: int
) -> _Process:
    startup, made = _Startup(), _Process()
    startup.size = ctypes.sizeof(startup)
    startup.flags = subprocess.STARTF_USESTDHANDLES
    startup.handles[:] = [handle] * 3
    startup.attributes = ctypes.addressof(attributes)
    flags |= _EXTENDED_STARTUP | subprocess.CREATE_NO_WINDOW
    line, where = ctypes.create_unicode_buffer(command_line), str(folder) if folder else None
    check(
        kernel32.CreateProcessW(
            None, line, None, None, True, flags, None, where, ctypes.byref(startup), ctypes.byref(made)
        )
    )
    return made


@contextmanager
def _attributes(handles: dict[int, Sequence[int]]) -> Iterator[ctypes.Array[ctypes.c_char]]:
    """A list of attributes for `CreateProcessW`, each of them a list of handles."""
    size = ctypes.c_size_t()
    kernel32.InitializeProcThreadAttributeList(None, len(handles), 0, ctypes.byref(size))  # fails, and says the size
    made = ctypes.create_string_buffer(size.value)
    check(kernel32.InitializeProcThreadAttributeList(made, len(handles), 0, ctypes.byref(size)))
    try:
        kept = []  # Windows keeps no copy
        for attribute, values in handles.items():
            array = (wintypes.HANDLE * len(values))(*values)
            kept.append(array)
            if not kernel32.UpdateProcThreadAttribute(made, 0, attribute, array, ctypes.sizeof(array), None, None):
                raise last_error()
        yield made
    finally:
        kernel32.DeleteProcThreadAttributeList(made)


def _let_go(made: _Process, job: Job) -> None:
    try:
        job.add(made.process)
    except OSError:
        kernel32.TerminateProcess(made.process, 1)
        raise
    kernel32.ResumeThread(made.thread)


def _why_not_started(command_line: str, error: OSError) -> Exception:
    if error.winerror != _ELEVATION_REQUIRED:
        return error
    return HostError(
        f"The program asks for administrator rights: {command_line}",
        code=ErrorCode.CommandRequiresAdmin,
        target=command_line,
        remedy="Run the command elevated.",
    )
