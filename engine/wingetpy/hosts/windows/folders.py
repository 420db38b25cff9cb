"""Where the known folders are, as the shell says it."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import ctypes
from functools import cache
from pathlib import PureWindowsPath
from uuid import UUID

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.windows.native import kernel32

_IDS: dict[KnownFolder, tuple[str, ...]] = {
    KnownFolder.local_app_data: ("F1B32785-6FBA-4FCF-9D55-7B8E7F157091",),
    KnownFolder.program_data: ("62AB5D82-FDC1-4DC3-A9DD-070D1D495D97",),
    # The folder of 64-bit programs, whatever we are; a 32-bit Windows has the other only.
    KnownFolder.program_files: ("6D809377-6AF0-444B-8957-A3773F02200E", "905E63B6-C1BF-494E-B29C-65B732D3D21A"),
    KnownFolder.program_files_x86: ("7C5A40EF-A0FB-4BFC-874A-C0F2E0B9FA8E",),
    KnownFolder.user_program_files: ("5CD7AEE2-2219-4A67-B85D-6C9CE15660CB",),
    KnownFolder.profile: ("5E6C858F-0E22-4760-9AFE-EA3317B67173",),
    KnownFolder.downloads: ("374DE290-123F-4565-9164-39C4925E467B",),
    KnownFolder.windows: ("F38BF404-1D43-42F2-9305-67DE0B28FC23",),
    KnownFolder.system: ("1AC14E77-02E7-4E5D-B744-2EB1AE5198B7",),
}


@cache
def known_folder(folder: KnownFolder) -> PureWindowsPath:
    """The machine path of a folder. Raises HostError (PathNotFound) if the system does not know it."""
    if folder is KnownFolder.temp:
        return _temporary()
    for identifier in _IDS[folder]:
        if found := _asked_of_shell(UUID(identifier)):
            return PureWindowsPath(found)
    if folder is KnownFolder.user_program_files:  # Wine does not know it
        return known_folder(KnownFolder.local_app_data) / "Programs"
    raise HostError(f"Windows does not say where the folder {folder} is.", code=ErrorCode.PathNotFound, target=folder)


def _asked_of_shell(identifier: UUID) -> str | None:
    shell32, ole32 = ctypes.WinDLL("shell32"), ctypes.WinDLL("ole32")
    shell32.SHGetKnownFolderPath.argtypes = (ctypes.c_char_p, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_void_p)
    ole32.CoTaskMemFree.argtypes = (ctypes.c_void_p,)
    found = ctypes.c_wchar_p()
    result = shell32.SHGetKnownFolderPath(identifier.bytes_le, 0, None, ctypes.byref(found))
    text = found.value if result == 0 else None
    ole32.CoTaskMemFree(found)
    return text


def _temporary() -> PureWindowsPath:
    buffer = ctypes.create_unicode_buffer(32768)
    kernel32.GetTempPathW(len(buffer), buffer)
    return PureWindowsPath(buffer.value)
