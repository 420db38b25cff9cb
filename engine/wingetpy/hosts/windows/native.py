"""The few Windows functions this host calls, with their types. All that takes a Windows pointer is here and in
the callers beside.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes

kernel32 = ctypes.WinDLL("kernel32", use_last_error=True)
advapi32 = ctypes.WinDLL("advapi32", use_last_error=True)
ntdll = ctypes.WinDLL("ntdll")

Pointer = ctypes.c_void_p
Size = ctypes.c_size_t
NULL = None
TOKEN_QUERY = 0x0008
INVALID_HANDLE_VALUE = ctypes.c_void_p(-1).value


def _declare(library: ctypes.WinDLL, name: str, result: object, *arguments: object) -> None:
    function = getattr(library, name)
    function.restype = result
    function.argtypes = arguments


_HANDLE, _DWORD, _BOOL, _TEXT = wintypes.HANDLE, wintypes.DWORD, wintypes.BOOL, wintypes.LPCWSTR
for _name, _result, *_arguments in (
    ("CloseHandle", _BOOL, _HANDLE),
    ("LocalFree", Pointer, Pointer),
    ("GetCurrentProcess", _HANDLE),
    ("GetCurrentProcessId", _DWORD),
    ("ProcessIdToSessionId", _BOOL, _DWORD, Pointer),
    ("OpenProcess", _HANDLE, _DWORD, _BOOL, _DWORD),
    ("QueryFullProcessImageNameW", _BOOL, _HANDLE, _DWORD, Pointer, Pointer),
    ("CreateToolhelp32Snapshot", _HANDLE, _DWORD, _DWORD),
    ("Process32FirstW", _BOOL, _HANDLE, Pointer),
    ("Process32NextW", _BOOL, _HANDLE, Pointer),
    ("CreateProcessW", _BOOL, _TEXT, Pointer, Pointer, Pointer, _BOOL, _DWORD, Pointer, _TEXT, Pointer, Pointer),
    ("InitializeProcThreadAttributeList", _BOOL, Pointer, _DWORD, _DWORD, Pointer),
    ("UpdateProcThreadAttribute", _BOOL, Pointer, _DWORD, Size, Pointer, Size, Pointer, Pointer),
    ("DeleteProcThreadAttributeList", None, Pointer),
    ("ResumeThread", _DWORD, _HANDLE),
    ("TerminateProcess", _BOOL, _HANDLE, wintypes.UINT),
    ("GetExitCodeProcess", _BOOL, _HANDLE, Pointer),
    ("WaitForSingleObject", _DWORD, _HANDLE, _DWORD),
    ("CreateEventW", _HANDLE, Pointer, _BOOL, _BOOL, _TEXT),
    ("CreateMutexW", _HANDLE, Pointer, _BOOL, _TEXT),
    ("ReleaseMutex", _BOOL, _HANDLE),
    ("CreateDirectoryW", _BOOL, _TEXT, Pointer),
    ("CreateFileW", _HANDLE, _TEXT, _DWORD, _DWORD, Pointer, _DWORD, _DWORD, _HANDLE),
    ("FindFirstFileW", _HANDLE, _TEXT, Pointer),
    ("FindClose", _BOOL, _HANDLE),
    ("GetVolumePathNameW", _BOOL, _TEXT, Pointer, _DWORD),
    ("GetVolumeInformationW", _BOOL, _TEXT, Pointer, _DWORD, Pointer, Pointer, Pointer, Pointer, _DWORD),
    ("GetTempPathW", _DWORD, _DWORD, Pointer),
    ("GetNativeSystemInfo", None, Pointer),
    ("GetUserGeoID", ctypes.c_long, ctypes.c_int),
    ("GetGeoInfoW", ctypes.c_int, ctypes.c_long, ctypes.c_int, Pointer, ctypes.c_int, wintypes.WORD),
    ("GetUserPreferredUILanguages", _BOOL, _DWORD, Pointer, Pointer, Pointer),
):
    _declare(kernel32, str(_name), _result, *_arguments)
for _name, _result, *_arguments in (
    ("OpenProcessToken", _BOOL, _HANDLE, _DWORD, Pointer),
    ("GetTokenInformation", _BOOL, _HANDLE, ctypes.c_int, Pointer, _DWORD, Pointer),
    ("ConvertSidToStringSidW", _BOOL, Pointer, Pointer),
    ("ConvertStringSecurityDescriptorToSecurityDescriptorW", _BOOL, _TEXT, _DWORD, Pointer, Pointer),
    ("GetAce", _BOOL, Pointer, _DWORD, Pointer),
    ("GetSecurityDescriptorDacl", _BOOL, Pointer, Pointer, Pointer, Pointer),
    ("GetNamedSecurityInfoW", _DWORD, _TEXT, ctypes.c_int, _DWORD, Pointer, Pointer, Pointer, Pointer, Pointer),
    ("GetUserNameW", _BOOL, Pointer, Pointer),
    ("RegNotifyChangeKeyValue", ctypes.c_long, _HANDLE, _BOOL, _DWORD, _HANDLE, _BOOL),
):
    _declare(advapi32, str(_name), _result, *_arguments)


def last_error() -> OSError:
    """What the last call said when it failed."""
    return ctypes.WinError(ctypes.get_last_error())


def check(succeeded: int | None) -> None:
    """Raises OSError if a call that answers a BOOL or a handle failed."""
    if not succeeded:
        raise last_error()


def exit_code_of(process: int) -> int:
    """The exit code of a process that has ended, unsigned. Raises OSError."""
    code = wintypes.DWORD()
    check(kernel32.GetExitCodeProcess(process, ctypes.byref(code)))
    return code.value


def under_wine() -> bool:
    """Whether this Windows is Wine, where some calls succeed without an effect (docs/wine.md)."""
    return hasattr(ntdll, "wine_get_version")
