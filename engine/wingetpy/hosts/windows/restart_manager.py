"""Windows' Restart Manager: which programs have a file open."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Sequence
from ctypes import wintypes

_LONGEST_KEY = 32
_MORE_DATA = 234
_TRIES = 3
"""Programs may start between the question how many there are and the question which."""


class _UniqueProcess(ctypes.Structure):
    _fields_ = [("dwProcessId", wintypes.DWORD), ("ProcessStartTime", wintypes.FILETIME)]


class ProcessInfo(ctypes.Structure):
    """RM_PROCESS_INFO."""

    _fields_ = [
        ("Process", _UniqueProcess),
        ("strAppName", wintypes.WCHAR * 256),
        ("strServiceShortName", wintypes.WCHAR * 64),
        ("ApplicationType", ctypes.c_int),
        ("AppStatus", wintypes.ULONG),
        ("TSSessionId", wintypes.DWORD),
        ("bRestartable", wintypes.BOOL),
    ]


def programs_holding(files: Sequence[str]) -> tuple[str, ...]:
    """Return the programs that have one of these files open, as `name (process 1234)`; nothing where Windows does not
    say. A folder has no answer.
    """
    session, key = wintypes.DWORD(), ctypes.create_unicode_buffer(_LONGEST_KEY + 1)
    try:
        manager = library()
        if manager.RmStartSession(ctypes.byref(session), 0, key):
            return ()
        try:
            names = (wintypes.LPCWSTR * len(files))(*(file.removeprefix("\\\\?\\") for file in files))
            if manager.RmRegisterResources(session, len(files), names, 0, None, 0, None):
                return ()
            return tuple(_named(one) for one in _listed(manager, session))
        finally:
            manager.RmEndSession(session)
    except (OSError, AttributeError):  # a Windows without the library or one of its functions
        return ()


def library() -> ctypes.WinDLL:
    """Load rstrtmgr.dll; tests replace it."""
    return ctypes.WinDLL("rstrtmgr")


def _listed(manager: ctypes.WinDLL, session: wintypes.DWORD) -> Sequence[ProcessInfo]:
    needed, count, reasons = wintypes.UINT(), wintypes.UINT(), wintypes.DWORD()
    for _ in range(_TRIES):
        listed = (ProcessInfo * count.value)()
        error = manager.RmGetList(
            session, ctypes.byref(needed), ctypes.byref(count), listed if count.value else None, ctypes.byref(reasons)
        )
        if error != _MORE_DATA:
            return listed[: count.value] if error == 0 else ()
        count = wintypes.UINT(needed.value)
    return ()


def _named(one: ProcessInfo) -> str:
    process = f"process {one.Process.dwProcessId}"
    return f"{one.strAppName} ({process})" if one.strAppName else process
