"""The shell's way to start a program: the only one that asks for administrator rights."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.windows.folders import known_folder
from wingetpy.hosts.windows.pywin32 import os_errors

_KEEP_PROCESS, _WAIT_FOR_START, _NO_MESSAGES = 0x40, 0x100, 0x400
_HIDDEN = 0


def start_elevated(program: str, arguments: str) -> int:
    """Start a program as administrator, without a window of its own; Windows asks the user.

    It starts in Windows' own folder, which nobody else writes to.

    Returns:
        The handle of its process, to be closed by the caller.

    Raises:
        OSError: 1223 where the user declined; else as Windows says it.
    """
    with os_errors():
        import pythoncom
        from win32com.shell import shell

        pythoncom.CoInitialize()
        try:
            started = shell.ShellExecuteEx(
                fMask=_KEEP_PROCESS | _WAIT_FOR_START | _NO_MESSAGES,
                lpVerb="runas",
                lpFile=program,
                lpParameters=arguments,
                lpDirectory=str(known_folder(KnownFolder.system)),
                nShow=_HIDDEN,
            )
        finally:
            pythoncom.CoUninitialize()
        return int(started["hProcess"].Detach())
