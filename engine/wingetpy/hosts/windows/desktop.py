"""Whether there is a desktop that somebody sees: without one Windows cannot ask for rights."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes

from wingetpy.hosts.windows.native import kernel32

_FLAGS, _VISIBLE = 1, 0x1


class _UserObjectFlags(ctypes.Structure):
    """USEROBJECTFLAGS."""

    _fields_ = [("fInherit", wintypes.BOOL), ("fReserved", wintypes.BOOL), ("dwFlags", wintypes.DWORD)]


def has_desktop() -> bool:
    """Whether this process is in a user's session, on a window station that is shown.

    False for services (session 0), the Task Scheduler's hidden sessions, and shells over the network.
    """
    session = wintypes.DWORD()
    known = kernel32.ProcessIdToSessionId(kernel32.GetCurrentProcessId(), ctypes.byref(session))
    return bool(known) and session.value != 0 and _station_is_visible()


def _station_is_visible() -> bool:
    user32 = library()
    flags = _UserObjectFlags()
    station = user32.GetProcessWindowStation()
    asked = user32.GetUserObjectInformationW(station, _FLAGS, ctypes.byref(flags), ctypes.sizeof(flags), None)
    return bool(asked) and bool(flags.dwFlags & _VISIBLE)


def library() -> ctypes.WinDLL:
    """Load user32.dll; tests replace it."""
    user32 = ctypes.WinDLL("user32")
    user32.GetProcessWindowStation.restype = wintypes.HANDLE
    user32.GetUserObjectInformationW.argtypes = (
        wintypes.HANDLE, ctypes.c_int, ctypes.c_void_p, wintypes.DWORD, ctypes.c_void_p,
    )  # fmt: skip
    return user32
