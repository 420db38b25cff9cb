"""The two machines that a whole run is tried on: the sandbox, and the windows host in a Windows Python under Wine."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path, PureWindowsPath
from typing import Any, Protocol

from kit.command_line import DEMO_SOURCE
from kit.shop import Shop
from kit.wine_prefix import Prefix, windows_path, wine_python_script
from wingetpy.hosts.registry import Hive
from wingetpy.model.scope import Scope

UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"

Values = dict[str, str]


class Machine(Protocol):
    """What a test asks of a machine, without the engine's help."""

    @property
    def name(self) -> str: ...
    @property
    def makes_links(self) -> bool: ...
    @property
    def source(self) -> str:
        """The demo's source as the engine sees it."""
        ...

    def environment(self) -> dict[str, str]:
        """What a shell needs for an engine on this machine."""
        ...

    def local(self, path: str) -> Path:
        """Where a path of the machine lies on this disk."""
        ...

    def entries(self) -> dict[str, Values]:
        """The user's entries in Apps & Features by key."""
        ...

    def search_path(self) -> list[str]:
        """The elements of the user's PATH."""
        ...

    def files(self) -> list[str]:
        """All that lies where portables go."""
        ...

    def engines(self) -> list[int]:
        """Processes of engines that shells have started and that still run."""
        ...


def snapshot(machine: Machine) -> tuple[dict[str, Values], list[str], list[str]]:
    """What an install changes."""
    return machine.entries(), machine.search_path(), machine.files()


class SandboxMachine:
    """A folder."""

    name = "sandbox"
    makes_links = True
    source = str(DEMO_SOURCE)

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._started = _Started(folder)

    def environment(self) -> dict[str, str]:
        return {
            **os.environ,
            "WINGETPY_PYTHON": str(self._started.wrap(f"exec '{sys.executable}' \"$@\"")),
            "WINGETPY_HOST": "sandbox",
            "WINGETPY_ROOT": str(self._folder / "machine"),
        }

    def local(self, path: str) -> Path:
        return Shop(self._folder).native(PureWindowsPath(path))

    def entries(self) -> dict[str, Values]:
        registry = Shop(self._folder).host.registry
        return {
            name: {
                value: str(one.data)
                for value, one in (registry.values(Hive.user, f"{UNINSTALL}\\{name}") or {}).items()
            }
            for name in registry.subkeys(Hive.user, UNINSTALL)
        }

    def search_path(self) -> list[str]:
        return list(Shop(self._folder).host.files.search_path(Scope.user))

    def files(self) -> list[str]:
        return _below(self._folder / "machine" / "C")

    def engines(self) -> list[int]:
        return self._started.running()


class WineMachine:
    """A Wine prefix."""

    name = "windows"
    makes_links = False
    source = windows_path(DEMO_SOURCE)

    def __init__(self, folder: Path, prefix: Prefix) -> None:
        self._prefix = prefix
        self._started = _Started(folder)

    def environment(self) -> dict[str, str]:
        script = wine_python_script(self._prefix)
        return {
            **{name: value for name, value in os.environ.items() if not name.startswith("WINGETPY_")},
            "WINGETPY_PYTHON": str(self._started.wrap(f"exec '{script}' \"$@\"")),
            "WINGETPY_HOST": "windows",
        }

    def local(self, path: str) -> Path:
        drive, _, rest = path.partition("\\")
        assert drive == "C:"
        return self._prefix.drive_c / rest.replace("\\", "/")

    def entries(self) -> dict[str, Values]:
        found: dict[str, Values] = self._asked(_ENTRIES)
        return found

    def search_path(self) -> list[str]:
        found: list[str] = self._asked(_SEARCH_PATH)
        return found

    def files(self) -> list[str]:
        return _below(self._prefix.drive_c)

    def engines(self) -> list[int]:
        return self._started.running()

    def output(self, path: str) -> str:
        """What a program of the machine prints."""
        asked: str = self._asked(f"import subprocess; told = subprocess.check_output([{path!r}], text=True)")
        return asked

    def _asked(self, code: str) -> Any:
        done = self._prefix.python(
            "-X", "utf8", "-I", "-c", f"{code}\nimport json; print(json.dumps(told))", timeout=60
        )
        assert done.returncode == 0, done.stdout
        return json.loads(done.stdout)


_ENTRIES = f"""
import winreg
told = {{}}
with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, r"{UNINSTALL}", 0, winreg.KEY_READ) as top:
    for number in range(winreg.QueryInfoKey(top)[0]):
        name = winreg.EnumKey(top, number)
        with winreg.OpenKey(top, name) as key:
            values = (winreg.EnumValue(key, index) for index in range(winreg.QueryInfoKey(key)[1]))
            told[name] = {{value: str(data) for value, data, _ in values}}
"""
_SEARCH_PATH = """
import winreg
with winreg.CreateKeyEx(winreg.HKEY_CURRENT_USER, "Environment", 0, winreg.KEY_READ) as key:
    try:
        told = [one for one in winreg.QueryValueEx(key, "Path")[0].split(";") if one]
    except FileNotFoundError:
        told = []
"""


class _Started:
    """Remembers the processes that a script became."""

    def __init__(self, folder: Path) -> None:
        self._script = folder / "python"
        self._pids = folder / "pids"

    def wrap(self, command: str) -> Path:
        self._script.write_text(f"#!/bin/sh\necho $$ >> '{self._pids}'\n{command}\n")
        self._script.chmod(0o755)
        return self._script

    def running(self) -> list[int]:
        numbers = self._pids.read_text().split() if self._pids.exists() else []
        return [int(number) for number in numbers if _is_alive(number)]


def _is_alive(number: str) -> bool:
    try:
        status = Path(f"/proc/{number}/stat").read_text()
    except OSError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def _below(drive: Path) -> list[str]:
    """Files, links and folders where the reference puts portables, for the user and for all."""
    places = [
        *drive.glob("Users/*/AppData/Local/Microsoft/WinGet"),
        *drive.glob("users/*/AppData/Local/Microsoft/WinGet"),
    ]
    places += drive.glob("Program Files*/WinGet")
    return sorted(str(path.relative_to(drive)) for place in places for path in place.rglob("*"))
