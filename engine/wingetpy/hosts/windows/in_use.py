"""Whether another program holds a file, and which: Windows does not always say so."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PureWindowsPath

from wingetpy.errors import ErrorCode
from wingetpy.errors.system import as_host_error, in_use, refusal
from wingetpy.hosts.windows import restart_manager
from wingetpy.hosts.windows.native import INVALID_HANDLE_VALUE, kernel32

_ACCESS_DENIED, _SHARING_VIOLATION = 5, 32
_IN_USE = (_SHARING_VIOLATION, 33, 1224)
"""Sharing violation, lock violation, mapped into memory."""
_GENERIC_READ, _GENERIC_WRITE, _SHARE_ALL, _OPEN_EXISTING = 0x8000_0000, 0x4000_0000, 7, 3


@contextmanager
def reporting_in_use(doing: str, path: PureWindowsPath) -> Iterator[None]:
    """Turn an OSError inside into a HostError, as `as_host_error`; FileInUse where another program holds the file, with
    the program's name where Windows knows it.

    A running program refuses with 'access denied', and CPython's open() reports a sharing violation as errno 13 without
    Windows' own number.
    """
    with as_host_error(doing, path):
        try:
            yield
        except OSError as error:
            held = _held_file(error, str(path))
            if held is None:
                raise
            holders = restart_manager.programs_holding([held])
            reason = None if held == str(path) else f"'{held}' {in_use(holders)}"
            raise refusal(ErrorCode.FileInUse, doing, str(path), reason, held_by=holders) from error


def _held_file(error: OSError, path: str) -> str | None:
    """Return the file that another program holds, if that is what the error is about."""
    names = [name for name in (path, error.filename, error.filename2) if isinstance(name, str)]
    if error.winerror in _IN_USE:
        return next((name for name in names if _is_held(name)), path)
    if not isinstance(error, PermissionError) or error.winerror not in (None, _ACCESS_DENIED):
        return None
    if error.winerror is None and error.filename is None:
        return path  # open() succeeded and reading did not: a part of the file is locked
    return next((name for name in names if _is_held(name)), None)


def _is_held(name: str) -> bool:
    for access in (_GENERIC_READ, _GENERIC_WRITE):
        handle = kernel32.CreateFileW(name, access, _SHARE_ALL, None, _OPEN_EXISTING, 0, None)
        if handle != INVALID_HANDLE_VALUE:
            kernel32.CloseHandle(handle)
        elif ctypes.get_last_error() == _SHARING_VIOLATION:
            return True
    return False
