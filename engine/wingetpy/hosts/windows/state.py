"""Where the engine keeps its own, and who may write there.

An elevated engine acts on what it reads from its state, so that folder is made with a list of its own (SYSTEM and
Administrators, nothing inherited) in one step, and one that another account made first, or may write to, is refused.
A user's engine keeps to the user's folder.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import os
import stat
from ctypes import wintypes
from pathlib import Path

from wingetpy.errors import ErrorCode
from wingetpy.errors.system import as_host_error, refusal
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.windows.access import TRUSTED_OWNERS, owner_of, who_else_writes
from wingetpy.hosts.windows.folders import known_folder
from wingetpy.hosts.windows.native import advapi32, check, kernel32, under_wine
from wingetpy.hosts.windows.token import is_elevated

FOLDER_NAME = "WinGetPy"
ADMINISTRATORS_WRITE = "O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;GRGX;;;BU)"
"""Owner and group Administrators; protected from inheritance; full access, also below, for SYSTEM and
Administrators; users read, because the sources that an administrator configured are theirs, too.
"""
_ALREADY_EXISTS = 183


class _SecurityAttributes(ctypes.Structure):
    _fields_ = [
        ("nLength", wintypes.DWORD),
        ("lpSecurityDescriptor", ctypes.c_void_p),
        ("bInheritHandle", wintypes.BOOL),
    ]


def state_folder() -> Path:
    """The folder, made if it is not there. Raises HostError (AccessDenied) if an elevated engine cannot trust it."""
    if not is_elevated():
        folder = Path(known_folder(KnownFolder.local_app_data), FOLDER_NAME)
        with as_host_error("make", str(folder)):
            folder.mkdir(exist_ok=True)
        return folder
    folder = Path(known_folder(KnownFolder.program_data), FOLDER_NAME)
    with as_host_error("make", str(folder)):
        make_for_administrators(folder)
        owner = owner_of(folder)
        others = who_else_writes(folder)
        is_link = leads_elsewhere(folder)
    if is_link:
        raise refusal(
            ErrorCode.AccessDenied, "trust", str(folder), "it is a link to another folder; remove it and try again"
        )
    if owner not in TRUSTED_OWNERS and not under_wine():  # Wine keeps no owners
        raise refusal(
            ErrorCode.AccessDenied,
            "trust",
            str(folder),
            f"it belongs to {owner} and not to the administrators; remove it and try again",
        )
    if others and not under_wine():
        raise refusal(
            ErrorCode.AccessDenied,
            "trust",
            str(folder),
            f"{', '.join(others)} may write to it, besides the administrators; remove it, or take that right away",
        )
    return folder


def shared_state_folder() -> Path | None:
    """The machine's folder for a user's engine, if an administrator made it."""
    if is_elevated():
        return None
    folder = Path(known_folder(KnownFolder.program_data), FOLDER_NAME)
    if not folder.is_dir() or leads_elsewhere(folder):
        return None
    kept = owner_of(folder) in TRUSTED_OWNERS and not who_else_writes(folder)
    return folder if kept or under_wine() else None


def machine_state_folder() -> Path | None:
    """The folder that only administrators write. Raises HostError as `state_folder` for an elevated engine."""
    return state_folder() if is_elevated() else shared_state_folder()


def leads_elsewhere(folder: Path) -> bool:
    """Whether it is a junction or a link, which a user may make to a folder that belongs to administrators and that he
    can write to. Raises OSError."""
    return bool(folder.lstat().st_file_attributes & stat.FILE_ATTRIBUTE_REPARSE_POINT)


def make_for_administrators(folder: Path) -> None:
    """Make the folder with its list of rights in one step; nothing happens if it is there. Raises OSError."""
    descriptor = ctypes.c_void_p()
    check(
        advapi32.ConvertStringSecurityDescriptorToSecurityDescriptorW(
            ADMINISTRATORS_WRITE, 1, ctypes.byref(descriptor), None
        )
    )
    try:
        attributes = _SecurityAttributes(ctypes.sizeof(_SecurityAttributes), descriptor, False)
        if not kernel32.CreateDirectoryW(os.fspath(folder), ctypes.byref(attributes)):
            error = ctypes.get_last_error()
            if error != _ALREADY_EXISTS:
                raise ctypes.WinError(error)
    finally:
        kernel32.LocalFree(descriptor)
