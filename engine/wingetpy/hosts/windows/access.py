"""Who owns a folder, and who may write to it."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import os
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from pathlib import Path

from wingetpy.hosts.windows.native import advapi32, kernel32
from wingetpy.hosts.windows.token import sid_text

TRUSTED_OWNERS = ("S-1-5-32-544", "S-1-5-18")
"""Administrators and SYSTEM."""
TRUSTED_INSTALLER = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464"
_CREATOR, _EVERYONE = "S-1-3-0", "S-1-1-0"
_FILE_OBJECT, _OWNER, _DACL = 1, 1, 4
_ALLOWED = (0, 9)
"""ACCESS_ALLOWED_ACE_TYPE and its kind with a condition, which are alike up to the identifier."""
_INHERIT_ONLY = 0x8
_WRITES = 0x500D0156
"""Data, appended data, attributes, children, deleting, rights, owner; all and write in general."""


class _Acl(ctypes.Structure):
    _fields_ = [
        ("revision", wintypes.BYTE),
        ("reserved", wintypes.BYTE),
        ("size", wintypes.WORD),
        ("count", wintypes.WORD),
        ("reserved_2", wintypes.WORD),
    ]


class _Ace(ctypes.Structure):
    _fields_ = [
        ("kind", ctypes.c_ubyte),
        ("flags", ctypes.c_ubyte),
        ("size", wintypes.WORD),
        ("rights", wintypes.DWORD),
        ("sid", wintypes.DWORD),
    ]


def owner_of(folder: Path) -> str:
    """The security identifier of a folder's owner. Raises OSError."""
    with _security(folder, _OWNER) as (owner, _):
        return sid_text(owner)


def who_else_writes(folder: Path) -> tuple[str, ...]:
    """The security identifiers of all but administrators and Windows that may write to a folder. Raises OSError."""
    with _security(folder, _DACL) as (_, dacl):
        return writers(dacl)


def writers(dacl: ctypes.c_void_p) -> tuple[str, ...]:
    """The same of a list of rights. Without a list (null) everyone may do everything.

    What is only handed down counts, too: it holds for the files that are made. A refusal in the list takes nothing off.
    """
    if not dacl.value:
        return (_EVERYONE,)
    found: dict[str, None] = {}
    for number in range(_Acl.from_address(dacl.value).count):
        pointer = ctypes.c_void_p()
        if not advapi32.GetAce(dacl, number, ctypes.byref(pointer)) or not pointer.value:
            raise ctypes.WinError(ctypes.get_last_error())
        ace = _Ace.from_address(pointer.value)
        if ace.kind not in _ALLOWED or not ace.rights & _WRITES:
            continue
        sid = sid_text(ctypes.c_void_p(pointer.value + _Ace.sid.offset))
        of_its_maker = sid == _CREATOR and ace.flags & _INHERIT_ONLY
        if sid not in (*TRUSTED_OWNERS, TRUSTED_INSTALLER) and not of_its_maker:
            found[sid] = None
    return tuple(found)


@contextmanager
def _security(folder: Path, what: int) -> Iterator[tuple[ctypes.c_void_p, ctypes.c_void_p]]:
    """The owner and the list of rights; null for what was not asked."""
    owner, dacl, descriptor = ctypes.c_void_p(), ctypes.c_void_p(), ctypes.c_void_p()
    error = advapi32.GetNamedSecurityInfoW(
        os.fspath(folder),
        _FILE_OBJECT,
        what,
        ctypes.byref(owner),
        None,
        ctypes.byref(dacl),
        None,
        ctypes.byref(descriptor),
    )
    if error:
        raise ctypes.WinError(error)
    try:
        yield owner, dacl
    finally:
        kernel32.LocalFree(descriptor)
