"""Who we are: the user and the rights of this process."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from functools import cache

from wingetpy.hosts.windows.native import TOKEN_QUERY, advapi32, check, kernel32

_TOKEN_USER, _TOKEN_ELEVATION = 1, 20


@cache
def is_elevated() -> bool:
    """Whether this process has administrator rights now."""
    elevated = wintypes.DWORD()
    with _own_token() as token:
        check(_asked(token, _TOKEN_ELEVATION, ctypes.byref(elevated), ctypes.sizeof(elevated)))
    return bool(elevated.value)


@cache
def user_sid() -> str:
    """The user's security identifier, `S-1-5-21-...`."""
    buffer = ctypes.create_string_buffer(256)
    with _own_token() as token:
        check(_asked(token, _TOKEN_USER, buffer, len(buffer)))
    return sid_text(ctypes.cast(buffer, ctypes.POINTER(ctypes.c_void_p)).contents)


def user_name() -> str:
    buffer = ctypes.create_unicode_buffer(257)
    check(advapi32.GetUserNameW(buffer, ctypes.byref(wintypes.DWORD(len(buffer)))))
    return buffer.value


def sid_text(sid: ctypes.c_void_p) -> str:
    text = ctypes.c_wchar_p()
    check(advapi32.ConvertSidToStringSidW(sid, ctypes.byref(text)))
    try:
        return text.value or ""
    finally:
        kernel32.LocalFree(text)


@contextmanager
def _own_token() -> Iterator[wintypes.HANDLE]:
    token = wintypes.HANDLE()
    check(advapi32.OpenProcessToken(kernel32.GetCurrentProcess(), TOKEN_QUERY, ctypes.byref(token)))
    try:
        yield token
    finally:
        kernel32.CloseHandle(token)


def _asked(token: wintypes.HANDLE, what: int, buffer: object, size: int) -> int:
    return int(advapi32.GetTokenInformation(token, what, buffer, size, ctypes.byref(wintypes.DWORD())))
