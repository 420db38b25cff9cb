"""Windows' Credential Manager as the vault: generic credentials of this user on this machine.

A credential holds 2560 bytes, fewer than many a token has: a longer secret is kept in several, numbered ones.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from ctypes import wintypes

from wingetpy.errors import ErrorCode, HostError

_GENERIC = 1
_ON_THIS_MACHINE = 2
_MOST_BYTES = 2560
_MOST_PARTS = 32
_NOT_FOUND = 1168
_NO_LOGON_SESSION = 1312


class _Credential(ctypes.Structure):
    """CREDENTIALW."""

    _fields_ = (
        ("Flags", wintypes.DWORD),
        ("Type", wintypes.DWORD),
        ("TargetName", wintypes.LPWSTR),
        ("Comment", wintypes.LPWSTR),
        ("LastWritten", wintypes.FILETIME),
        ("CredentialBlobSize", wintypes.DWORD),
        ("CredentialBlob", ctypes.POINTER(ctypes.c_char)),
        ("Persist", wintypes.DWORD),
        ("AttributeCount", wintypes.DWORD),
        ("Attributes", ctypes.c_void_p),
        ("TargetAlias", wintypes.LPWSTR),
        ("UserName", wintypes.LPWSTR),
    )


_advapi32 = ctypes.WinDLL("advapi32", use_last_error=True)
_advapi32.CredReadW.argtypes = (
    wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD, ctypes.POINTER(ctypes.POINTER(_Credential)),
)  # fmt: skip
_advapi32.CredWriteW.argtypes = (ctypes.POINTER(_Credential), wintypes.DWORD)
_advapi32.CredDeleteW.argtypes = (wintypes.LPCWSTR, wintypes.DWORD, wintypes.DWORD)
_advapi32.CredFree.argtypes = (ctypes.c_void_p,)
_advapi32.CredFree.restype = None


class CredentialManager:
    """The user's vault on the windows host."""

    def read(self, name: str) -> bytes | None:
        parts: list[bytes] = []
        while len(parts) < _MOST_PARTS and (part := _read(_target(name, len(parts)))) is not None:
            parts.append(part)
            if len(part) < _MOST_BYTES:
                break
        return b"".join(parts) if parts else None

    def write(self, name: str, secret: bytes) -> None:
        """Replace a secret. A part that is full has another one behind it, if only an empty one."""
        if len(secret) >= _MOST_BYTES * _MOST_PARTS:
            raise HostError(f"The secret {name} is too large to keep.", code=ErrorCode.HostCannot, target=name)
        self.delete(name)
        parts = [secret[place : place + _MOST_BYTES] for place in range(0, len(secret), _MOST_BYTES)] or [b""]
        if len(parts[-1]) == _MOST_BYTES:
            parts.append(b"")
        for number in reversed(range(len(parts))):  # the first part is last: a secret is there whole or not at all
            _write(_target(name, number), parts[number])

    def delete(self, name: str) -> None:
        for number in range(_MOST_PARTS):
            if not _delete(_target(name, number)) and number:
                break


def _target(name: str, number: int) -> str:
    return f"WinGetPy:{name.casefold()}" + (f"#{number}" if number else "")


def _read(target: str) -> bytes | None:
    found = ctypes.POINTER(_Credential)()
    if not _advapi32.CredReadW(target, _GENERIC, 0, ctypes.byref(found)):
        if (error := ctypes.get_last_error()) == _NOT_FOUND:
            return None
        raise _refused("read", target, error)
    try:
        credential = found.contents
        return ctypes.string_at(credential.CredentialBlob, credential.CredentialBlobSize)
    finally:
        _advapi32.CredFree(found)


def _write(target: str, blob: bytes) -> None:
    buffer = ctypes.create_string_buffer(blob, len(blob) or 1)
    credential = _Credential(
        Type=_GENERIC,
        TargetName=target,
        CredentialBlobSize=len(blob),
        CredentialBlob=ctypes.cast(buffer, ctypes.POINTER(ctypes.c_char)),
        Persist=_ON_THIS_MACHINE,
        UserName="WinGetPy",
    )
    if not _advapi32.CredWriteW(ctypes.byref(credential), 0):
        raise _refused("write", target, ctypes.get_last_error())


def _delete(target: str) -> bool:
    if _advapi32.CredDeleteW(target, _GENERIC, 0):
        return True
    if (error := ctypes.get_last_error()) == _NOT_FOUND:
        return False
    raise _refused("remove", target, error)


def _refused(what: str, target: str, error: int) -> HostError:
    remedy = "Look at it in Windows' Credential Manager."
    if error == _NO_LOGON_SESSION:
        remedy = "Run it in a session with a logon of its own: a network logon has no Credential Manager."
    return HostError(
        f"Windows' Credential Manager does not {what} {target}: {ctypes.FormatError(error).strip()} ({error}).",
        target=target,
        remedy=remedy,
    )
