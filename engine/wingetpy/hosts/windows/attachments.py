"""Downloads as Windows treats them: the mark of their zone, and the check before they run (IAttachmentExecute)."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
import os
from ctypes import wintypes
from pathlib import PureWindowsPath

from wingetpy.hosts.windows.com import com_object
from wingetpy.hosts.windows.native import check, kernel32
from wingetpy.hosts.zones import Zone, refused_download, write_mark

_SERVICES = "4125DD96-E03A-4103-8F70-E0597D803B9C"
_ATTACHMENT_EXECUTE = "73DB1241-1E85-4581-8E4F-A81E1D0F8C57"
_SET_LOCAL_PATH, _SET_SOURCE, _SAVE = 5, 7, 11
_CLASS_NOT_REGISTERED, _NO_INTERFACE = 0x8004_0154, 0x8000_4002
_POLICY, _VIRUS, _VIRUS_DELETED = 0x800C_000E, 0x8007_00E1, 0x8007_00E2
_REASONS = {
    _POLICY: "the policy for its zone blocks it",
    _VIRUS: "the virus scanner refuses it",
    _VIRUS_DELETED: "the virus scanner refuses it and removed it",
}
_NAMED_STREAMS = 0x4_0000


def mark(native: str, zone: Zone, url: str) -> None:
    """See `Files.mark_zone`; the path as Windows' functions take it."""
    if _has_streams(native):
        write_mark(native, zone, url)


def passed_check(path: PureWindowsPath, url: str) -> bool:
    """See `Files.check_download`."""
    try:
        with com_object(_SERVICES, _ATTACHMENT_EXECUTE) as attachment:
            attachment.call(_SET_LOCAL_PATH, ctypes.c_wchar_p(str(path)))
            if url:
                attachment.call(_SET_SOURCE, ctypes.c_wchar_p(url))
            attachment.call(_SAVE)
    except OSError as error:
        code = (error.winerror or 0) & 0xFFFF_FFFF
        if code in (_CLASS_NOT_REGISTERED, _NO_INTERFACE):
            return False
        raise refused_download(str(path), _REASONS.get(code, f"Windows answers 0x{code:08X}")) from error
    if not os.path.exists(path):
        raise refused_download(str(path), "Windows removed it")
    return True


def _has_streams(native: str) -> bool:
    root, flags = ctypes.create_unicode_buffer(1024), wintypes.DWORD()
    check(kernel32.GetVolumePathNameW(native, root, len(root)))
    check(kernel32.GetVolumeInformationW(root, None, 0, None, None, ctypes.byref(flags), None, 0))
    return bool(flags.value & _NAMED_STREAMS)
