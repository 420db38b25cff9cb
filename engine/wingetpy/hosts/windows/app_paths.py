"""The App Paths: where programs said they are, by their file name."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import os
import shutil
from pathlib import PureWindowsPath

from wingetpy.hosts.registry import Hive, Registry
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


def with_app_path(registry: Registry, command_line: str) -> str:
    """Return the command line; a program without a folder that Windows would not find is named by its App Path.

    CreateProcess looks in PATH only; the shell, which starts uninstall commands, looks in the App Paths, too.
    """
    text = command_line.lstrip()
    quoted = text.startswith('"')
    program, _, arguments = text[1:].partition('"') if quoted else text.partition(" ")
    if not program or "\\" in program or "/" in program or ":" in program or shutil.which(program):
        return command_line
    found = app_path(registry, program)
    if found is None:
        return command_line
    return f'"{found}"{arguments}' if quoted else f'"{found}" {arguments}'.rstrip()
