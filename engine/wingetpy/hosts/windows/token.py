"""Who we are: the user and the rights of this process."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from functools import cache

from wingetpy.hosts.windows.native import TOKEN_QUERY, advapi32, check, kernel32, under_wine

_TOKEN_USER, _TOKEN_ELEVATION_TYPE, _TOKEN_ELEVATION = 1, 18, 20
_ONE_OF_TWO_WITH_ALL_RIGHTS = 2


@cache
def is_elevated() -> bool:
    """Whether this process has administrator rights now."""
    return bool(_number(_TOKEN_ELEVATION))


@cache
def is_elevated_by_consent() -> bool:
    """Whether User Account Control gave the rights to this process, and the user's other programs run without them.

    False for SYSTEM, for the built-in administrator and where User Account Control is off: the user has one token.
    Wine gives every process such a token and keeps no rights.
    """
    return _number(_TOKEN_ELEVATION_TYPE) == _ONE_OF_TWO_WITH_ALL_RIGHTS and not under_wine()


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


def _number(what: int) -> int:
    number = wintypes.DWORD()
    with _own_token() as token:
        check(_asked(token, what, ctypes.byref(number), ctypes.sizeof(number)))
    return number.value


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
