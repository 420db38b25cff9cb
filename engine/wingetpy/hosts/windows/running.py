"""What runs on Windows: every process with its file, and how one is ended: asked first, then terminated."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from ctypes import wintypes
from pathlib import PureWindowsPath

from wingetpy.errors.system import as_host_error
from wingetpy.hosts.running import RunningProgram
from wingetpy.hosts.windows.native import INVALID_HANDLE_VALUE, check, kernel32
from wingetpy.hosts.windows.pywin32 import make_importable

_SNAPSHOT_PROCESSES = 0x2
_QUERY_LIMITED, _TERMINATE, _SYNCHRONIZE = 0x1000, 0x0001, 0x0010_0000
_WAIT_OBJECT_0, _WM_CLOSE, _NOT_FOUND = 0, 0x0010, 87
_ENDED = 1223  # ERROR_CANCELLED, the exit code of what was terminated
_LONGEST_PATH = 32_768


class _ProcessEntry(ctypes.Structure):
    """PROCESSENTRY32W."""

    _fields_ = [
        ("dwSize", wintypes.DWORD),
        ("cntUsage", wintypes.DWORD),
        ("th32ProcessID", wintypes.DWORD),
        ("th32DefaultHeapID", ctypes.c_size_t),
        ("th32ModuleID", wintypes.DWORD),
        ("cntThreads", wintypes.DWORD),
        ("th32ParentProcessID", wintypes.DWORD),
        ("pcPriClassBase", wintypes.LONG),
        ("dwFlags", wintypes.DWORD),
        ("szExeFile", wintypes.WCHAR * 260),
    ]


def running_programs() -> Sequence[RunningProgram]:
    """Return the processes whose file Windows names: not those of other users, unless the engine is elevated."""
    parents = dict(_parents())
    ours = _with_ancestors(parents)
    found = ((process, _path_of(process)) for process in parents)
    return [
        RunningProgram(process=process, path=PureWindowsPath(path), is_ours=process in ours)
        for process, path in found
        if path
    ]


def end_program(program: RunningProgram, polite_seconds: float) -> None:
    """End a process: its windows are asked to close, and after the time it is terminated. Nothing happens if it has
    ended, or if its number belongs to another program by now.

    Raises:
        HostError: AccessDenied.
    """
    with as_host_error("end", str(program)):
        if _path_of(program.process) != str(program.path):
            return
        with _opened(program.process, _TERMINATE | _SYNCHRONIZE) as handle:
            if not handle:
                return
            if _ask_to_close(program.process) and _has_ended(handle, polite_seconds):
                return
            check(kernel32.TerminateProcess(handle, _ENDED))
            _has_ended(handle, polite_seconds)


def _parents() -> Iterator[tuple[int, int]]:
    """Each process with the number of the one that started it."""
    snapshot = kernel32.CreateToolhelp32Snapshot(_SNAPSHOT_PROCESSES, 0)
    if snapshot == INVALID_HANDLE_VALUE:
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        entry = _ProcessEntry(dwSize=ctypes.sizeof(_ProcessEntry))
        more = kernel32.Process32FirstW(snapshot, ctypes.byref(entry))
        while more:
            yield int(entry.th32ProcessID), int(entry.th32ParentProcessID)
            more = kernel32.Process32NextW(snapshot, ctypes.byref(entry))
    finally:
        kernel32.CloseHandle(snapshot)


def _with_ancestors(parents: Mapping[int, int]) -> set[int]:
    """This engine, what started it, what started that, and so on."""
    ours: set[int] = set()
    process: int | None = os.getpid()
    while process and process not in ours:
        ours.add(process)
        process = parents.get(process)
    return ours


def _path_of(process: int) -> str:
    """The file of a process; empty where it has ended or Windows does not say."""
    with _opened(process, _QUERY_LIMITED) as handle:
        if not handle:
            return ""
        name = ctypes.create_unicode_buffer(_LONGEST_PATH)
        length = wintypes.DWORD(len(name))
        return name.value if kernel32.QueryFullProcessImageNameW(handle, 0, name, ctypes.byref(length)) else ""


@contextmanager
def _opened(process: int, access: int) -> Iterator[int | None]:
    """A handle; None where the process has ended, or may only not be looked at."""
    handle = kernel32.OpenProcess(access, False, process)
    if not handle and access != _QUERY_LIMITED and ctypes.get_last_error() != _NOT_FOUND:
        raise ctypes.WinError(ctypes.get_last_error())
    try:
        yield handle or None
    finally:
        if handle:
            kernel32.CloseHandle(handle)


def _ask_to_close(process: int) -> bool:
    """Send WM_CLOSE to the visible windows of a process. False if it has none."""
    make_importable()
    import pywintypes
    import win32gui
    import win32process

    asked = []

    def ask(window: int, _: object) -> bool:
        if win32gui.IsWindowVisible(window) and win32process.GetWindowThreadProcessId(window)[1] == process:
            win32gui.PostMessage(window, _WM_CLOSE, 0, 0)
            asked.append(window)
        return True

    try:
        win32gui.EnumWindows(ask, None)
    except pywintypes.error:  # a desktop without windows, or one that went meanwhile
        return bool(asked)
    return bool(asked)


def _has_ended(handle: int, seconds: float) -> bool:
    return int(kernel32.WaitForSingleObject(handle, round(seconds * 1000))) == _WAIT_OBJECT_0
