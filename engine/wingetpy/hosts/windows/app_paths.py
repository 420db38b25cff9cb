"""The App Paths: where programs said they are, by their file name."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import os
from pathlib import PureWindowsPath

from wingetpy.errors import ErrorCode
from wingetpy.errors.system import refusal
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.registry import Hive, Registry
from wingetpy.hosts.windows.folders import known_folder
from wingetpy.hosts.windows.token import is_elevated

_APP_PATHS = r"Software\Microsoft\Windows\CurrentVersion\App Paths"


def app_path(registry: Registry, name: str) -> PureWindowsPath | None:
    """Return where the program of this file name is, or None. An elevated engine does not ask a user's entries.

    Args:
        registry: The machine's.
        name: With or without `.exe`.
    """
    file_name = name if PureWindowsPath(name).suffix else f"{name}.exe"
    for hive in (Hive.machine,) if is_elevated() else (Hive.user, Hive.machine):
        value = (registry.values(hive, rf"{_APP_PATHS}\{file_name}") or {}).get("")
        if value is not None and isinstance(value.data, str) and value.data:
            return PureWindowsPath(os.path.expandvars(value.data).strip('"'))
    return None


def with_whole_path(registry: Registry, command_line: str) -> str:
    """Return the command line; a program without a folder is named by its whole path.

    CreateProcess would look for it in this engine's folder and in the current one first, where others may have put
    theirs. So it is one of Windows' own, one of PATH (for an elevated engine not: users write to their PATH), or one of
    the App Paths, where the shell looks, which starts uninstall commands.

    Raises:
        HostError: FileNotFound.
    """
    text = command_line.lstrip()
    quoted = text.startswith('"')
    program, _, arguments = text[1:].partition('"') if quoted else text.partition(" ")
    if not program or "\\" in program or "/" in program or ":" in program:
        return command_line
    found = _in_folders(program) or app_path(registry, program)
    if found is None:
        raise refusal(ErrorCode.FileNotFound, "start", program)
    return f'"{found}"{arguments}' if quoted else f'"{found}" {arguments}'.rstrip()


def _in_folders(program: str) -> PureWindowsPath | None:
    """Where Windows or PATH has a program of this name, or None."""
    name = program if PureWindowsPath(program).suffix else f"{program}.exe"
    folders = [known_folder(KnownFolder.system), known_folder(KnownFolder.windows)]
    if not is_elevated():
        folders += [PureWindowsPath(one.strip('"')) for one in os.environ.get("PATH", "").split(os.pathsep)]
    return next((one / name for one in folders if one.is_absolute() and os.path.isfile(one / name)), None)
