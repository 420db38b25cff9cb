"""The shell's way to start a program: the only one that asks for administrator rights."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes

from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.windows.folders import known_folder
from wingetpy.hosts.windows.native import check

_KEEP_PROCESS, _WAIT_FOR_START, _NO_MESSAGES = 0x40, 0x100, 0x400
_HIDDEN = 0
_SINGLE_THREADED, _NO_OLE1 = 0x2, 0x4


class ShellExecuteInfo(ctypes.Structure):
    """SHELLEXECUTEINFOW."""

    _fields_ = [
        ("cbSize", wintypes.DWORD),
        ("fMask", wintypes.ULONG),
        ("hwnd", wintypes.HWND),
        ("lpVerb", wintypes.LPCWSTR),
        ("lpFile", wintypes.LPCWSTR),
        ("lpParameters", wintypes.LPCWSTR),
        ("lpDirectory", wintypes.LPCWSTR),
        ("nShow", ctypes.c_int),
        ("hInstApp", ctypes.c_void_p),
        ("lpIDList", ctypes.c_void_p),
        ("lpClass", wintypes.LPCWSTR),
        ("hkeyClass", ctypes.c_void_p),
        ("dwHotKey", wintypes.DWORD),
        ("hIcon", wintypes.HANDLE),
        ("hProcess", wintypes.HANDLE),
    ]


def start_elevated(program: str, arguments: str) -> int:
    """Start a program as administrator, without a window of its own; Windows asks the user.

    Returns:
        The handle of its process, to be closed by the caller.

    Raises:
        OSError: 1223 where the user declined; else as Windows says it.
    """
    info = ShellExecuteInfo(
        cbSize=ctypes.sizeof(ShellExecuteInfo),
        fMask=_KEEP_PROCESS | _WAIT_FOR_START | _NO_MESSAGES,
        lpVerb="runas",
        lpFile=program,
        lpParameters=arguments,
        lpDirectory=str(known_folder(KnownFolder.system)),  # nobody but Windows writes there
        nShow=_HIDDEN,
    )
    ole32 = ctypes.WinDLL("ole32")
    begun = ole32.CoInitializeEx(None, _SINGLE_THREADED | _NO_OLE1) >= 0
    try:
        check(library().ShellExecuteExW(ctypes.byref(info)))
    finally:
        if begun:
            ole32.CoUninitialize()
    return int(info.hProcess)


def library() -> ctypes.WinDLL:
    """Load shell32.dll; tests replace it."""
    return ctypes.WinDLL("shell32", use_last_error=True)
