"""The windows host: the machine itself, through winreg, the os module and ctypes.

Type-checked for Windows (`mypy --platform win32`), tested by the contract suite in a CPython for Windows under Wine;
what Wine lets succeed without an effect is named in docs/wine.md.
"""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import os
import time
from contextlib import AbstractContextManager
from pathlib import Path, PureWindowsPath
from typing import cast

import wingetpy
from wingetpy.hosts.facts import MachineFacts
from wingetpy.hosts.files import KnownFolder
from wingetpy.hosts.host import WaitingNotice
from wingetpy.hosts.packages import Packages
from wingetpy.hosts.store_apps import StoreApps
from wingetpy.hosts.windows.credential_manager import CredentialManager
from wingetpy.hosts.windows.facts import facts_of_this_machine
from wingetpy.hosts.windows.features import WindowsFeatures
from wingetpy.hosts.windows.files import WindowsFiles
from wingetpy.hosts.windows.identity import machine_id
from wingetpy.hosts.windows.lock import mutex_name, named_mutex
from wingetpy.hosts.windows.packages import Late, WindowsRuntime
from wingetpy.hosts.windows.processes import WindowsProcesses
from wingetpy.hosts.windows.registry import WindowsRegistry
from wingetpy.hosts.windows.state import machine_state_folder, shared_state_folder, state_folder


class WindowsHost:
    """The production machine."""

    name = "windows"

    def __init__(self) -> None:
        self.registry = WindowsRegistry()
        self.files = WindowsFiles(self.registry)
        self.processes = WindowsProcesses(self.registry)
        self.features = WindowsFeatures(self.processes)
        runtime = WindowsRuntime(self.registry, self.processes)
        self.packages = cast(Packages, Late(lambda: runtime.packages))
        self.store_apps = cast(StoreApps, Late(lambda: runtime.store_apps))
        self.clock = SystemClock()
        self.vault = CredentialManager()

    def facts(self) -> MachineFacts:
        return facts_of_this_machine(self.registry)

    def metered(self) -> bool | None:
        from wingetpy.hosts.windows.connection import metered  # late: start time

        return metered()

    def machine_id(self) -> str:
        return machine_id(self.registry)

    def state_folder(self) -> Path:
        return state_folder()

    def shared_state_folder(self) -> Path | None:
        return shared_state_folder()

    def machine_state_folder(self) -> Path | None:
        return machine_state_folder()

    def staging_folder(self) -> PureWindowsPath:
        staging = self.state_folder() / "Staging"
        if not os.path.isdir(staging):  # one look, where making it again takes three
            staging.mkdir(exist_ok=True)
        return PureWindowsPath(staging)

    def uninstall_client(self) -> str:
        alias = self.files.known_folder(KnownFolder.local_app_data) / "Microsoft" / "WindowsApps" / "winget.exe"
        if self.files.entry(alias) is not None:
            return "winget"
        return f'"{sys.executable}" "{Path(wingetpy.__file__).with_name("__main__.py")}"'

    def flush(self) -> None:
        self.registry.flush()

    def change_lock(self, wait_seconds: float, waiting: WaitingNotice) -> AbstractContextManager[None]:
        return named_mutex(mutex_name(), wait_seconds, waiting)


class SystemClock:
    def now(self) -> float:
        return time.time()
