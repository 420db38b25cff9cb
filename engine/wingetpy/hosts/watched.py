"""The changes of a machine as something that can be watched: a wrapper for any host that tells of each, before and
after it.

What the interface calls a change is one here. Faults, counting and the kill at the n-th change are watchers; a host
and the rooms above know nothing of them.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path, PureWindowsPath
from typing import Protocol

import msgspec

from wingetpy.hosts.clock import Clock
from wingetpy.hosts.facts import MachineFacts
from wingetpy.hosts.files import FileEntry, Files, KnownFolder
from wingetpy.hosts.host import Host, WaitingNotice
from wingetpy.hosts.packages import Packages
from wingetpy.hosts.processes import ExitStatus, Processes
from wingetpy.hosts.registry import Hive, Registry, RegistryValue, View
from wingetpy.model.scope import Scope


class Change(msgspec.Struct, frozen=True):
    """One change. `what` is the method's name, `paths` the machine paths it writes to, `target` what it is done to
    in words.
    """

    what: str
    target: str
    paths: tuple[PureWindowsPath, ...] = ()
    staged: Path | None = None


class Watcher(Protocol):
    def before(self, change: Change) -> None:
        """May raise to refuse the change, or end the process."""

    def after(self, change: Change) -> None:
        """Not called for a change that was refused."""


class WatchedHost:
    """A host whose changes a watcher sees; all else is the host's own."""

    def __init__(self, host: Host, watcher: Watcher) -> None:
        self._host = host
        self.registry: Registry = WatchedRegistry(host.registry, watcher)
        self.files: Files = WatchedFiles(host.files, watcher)
        self.processes: Processes = WatchedProcesses(host.processes, watcher)

    @property
    def name(self) -> str:
        return self._host.name

    @property
    def packages(self) -> Packages:
        return self._host.packages

    @property
    def clock(self) -> Clock:
        return self._host.clock

    def facts(self) -> MachineFacts:
        return self._host.facts()

    def state_folder(self) -> Path:
        return self._host.state_folder()

    def shared_state_folder(self) -> Path | None:
        return self._host.shared_state_folder()

    def staging_folder(self) -> PureWindowsPath:
        return self._host.staging_folder()

    def change_lock(self, wait_seconds: float, waiting: WaitingNotice) -> AbstractContextManager[None]:
        return self._host.change_lock(wait_seconds, waiting)


@contextmanager
def _watched(watcher: Watcher, change: Change) -> Iterator[None]:
    watcher.before(change)
    yield
    watcher.after(change)


class WatchedRegistry:
    def __init__(self, registry: Registry, watcher: Watcher) -> None:
        self._registry = registry
        self._watcher = watcher

    def subkeys(self, hive: Hive, key: str, view: View = 64) -> list[str]:
        return self._registry.subkeys(hive, key, view)

    def values(self, hive: Hive, key: str, view: View = 64) -> dict[str, RegistryValue] | None:
        return self._registry.values(hive, key, view)

    def set_value(self, hive: Hive, key: str, name: str, value: RegistryValue, view: View = 64) -> None:
        with _watched(self._watcher, Change("set_value", f"{hive}\\{key}\\{name}")):
            self._registry.set_value(hive, key, name, value, view)

    def delete_value(self, hive: Hive, key: str, name: str, view: View = 64) -> None:
        with _watched(self._watcher, Change("delete_value", f"{hive}\\{key}\\{name}")):
            self._registry.delete_value(hive, key, name, view)

    def delete_key(self, hive: Hive, key: str, view: View = 64) -> None:
        with _watched(self._watcher, Change("delete_key", f"{hive}\\{key}")):
            self._registry.delete_key(hive, key, view)


class WatchedFiles:
    def __init__(self, files: Files, watcher: Watcher) -> None:
        self._files = files
        self._watcher = watcher

    def known_folder(self, folder: KnownFolder) -> PureWindowsPath:
        return self._files.known_folder(folder)

    def local(self, path: PureWindowsPath) -> Path:
        return self._files.local(path)

    def entry(self, path: PureWindowsPath) -> FileEntry | None:
        return self._files.entry(path)

    def list(self, path: PureWindowsPath) -> list[FileEntry]:
        return self._files.list(path)

    def read_link(self, path: PureWindowsPath) -> PureWindowsPath | None:
        return self._files.read_link(path)

    def sha256(self, path: PureWindowsPath) -> str:
        return self._files.sha256(path)

    def free_space(self, path: PureWindowsPath) -> int:
        return self._files.free_space(path)

    def links_possible(self) -> bool:
        return self._files.links_possible()

    def make_directory(self, path: PureWindowsPath) -> None:
        with _watched(self._watcher, Change("make_directory", str(path), (path,))):
            self._files.make_directory(path)

    def remove_directory(self, path: PureWindowsPath) -> None:
        with _watched(self._watcher, Change("remove_directory", str(path), (path,))):
            self._files.remove_directory(path)

    def place_file(self, staged: Path, path: PureWindowsPath) -> None:
        with _watched(self._watcher, Change("place_file", str(path), (path,), staged)):
            self._files.place_file(staged, path)

    def move_file(self, path: PureWindowsPath, to: PureWindowsPath) -> None:
        with _watched(self._watcher, Change("move_file", f"{path} -> {to}", (path, to))):
            self._files.move_file(path, to)

    def remove_file(self, path: PureWindowsPath) -> None:
        with _watched(self._watcher, Change("remove_file", str(path), (path,))):
            self._files.remove_file(path)

    def make_link(self, path: PureWindowsPath, target: PureWindowsPath) -> None:
        with _watched(self._watcher, Change("make_link", f"{path} -> {target}", (path,))):
            self._files.make_link(path, target)

    def search_path(self, scope: Scope) -> builtins.list[str]:
        return self._files.search_path(scope)

    def add_to_search_path(self, scope: Scope, element: PureWindowsPath) -> None:
        with _watched(self._watcher, Change("add_to_search_path", f"{scope} PATH: {element}")):
            self._files.add_to_search_path(scope, element)

    def remove_from_search_path(self, scope: Scope, element: PureWindowsPath) -> None:
        with _watched(self._watcher, Change("remove_from_search_path", f"{scope} PATH: {element}")):
            self._files.remove_from_search_path(scope, element)


class WatchedProcesses:
    def __init__(self, processes: Processes, watcher: Watcher) -> None:
        self._processes = processes
        self._watcher = watcher

    def run(
        self,
        command_line: str,
        *,
        working_directory: PureWindowsPath | None = None,
        timeout_seconds: float | None = None,
    ) -> ExitStatus:
        with _watched(self._watcher, Change("run", command_line)):
            return self._processes.run(
                command_line, working_directory=working_directory, timeout_seconds=timeout_seconds
            )
