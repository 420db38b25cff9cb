"""The sandbox host: a folder that is a small machine. Everything it has lies inside; the folder can be copied and
moved.

C, D, ...              drives (`C` from the start)
registry-HKLM.jsonl    registry-HKCU.jsonl     the registry, PATH in it
facts.json             what is so on the machine          (WINGETPY_FACTS)
faults.json            what goes wrong on purpose         (WINGETPY_FAULTS)
Packages               its store of MSIX packages
running.json           the programs that run on it        (WINGETPY_RUNNING)
features.json          the Windows features that were enabled
machine-id             what its objects carry; a copy of the folder is the same machine
WinGetPy               the engine's own state
"""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager
from pathlib import Path, PureWindowsPath

from wingetpy.errors import ErrorCode
from wingetpy.errors.system import as_host_error, refusal
from wingetpy.hosts.change import Change
from wingetpy.hosts.counting import Countdown, end_at_once
from wingetpy.hosts.facts import MachineFacts
from wingetpy.hosts.features import Features
from wingetpy.hosts.file_vault import FileVault
from wingetpy.hosts.files import Files
from wingetpy.hosts.host import WaitingNotice
from wingetpy.hosts.lock_file import lock_file
from wingetpy.hosts.native_files import flush_volumes, make_private
from wingetpy.hosts.packages import Packages
from wingetpy.hosts.processes import Processes
from wingetpy.hosts.registry import Registry
from wingetpy.hosts.sandbox.facts import SandboxClock, SandboxFacts, facts_file, write_facts
from wingetpy.hosts.sandbox.faults import FaultInjector, Faults, faults_file, write_faults
from wingetpy.hosts.sandbox.features import SandboxFeatures
from wingetpy.hosts.sandbox.files import SandboxFiles, known_folders
from wingetpy.hosts.sandbox.processes import SandboxProcesses
from wingetpy.hosts.sandbox.registry import SandboxRegistry
from wingetpy.hosts.store_apps import StoreApps, UnavailableStoreApps
from wingetpy.hosts.waiting import another_installation
from wingetpy.hosts.watched import watched

__all__ = [
    "Faults",
    "SandboxFacts",
    "SandboxHost",
    "write_facts",
    "write_faults",
]

STATE = "WinGetPy"
STAGING = PureWindowsPath(r"C:\ProgramData\WinGetPy\Staging")


class SandboxHost:
    """A machine in a folder. Two of the same root are the same machine, also from several processes.

    Args:
        root: The folder; made with a fresh machine in it if it is not there.
        facts: Facts that differ from the default win over those in the root and in the environment.
        faults: Likewise.
    """

    name = "sandbox"

    def __init__(self, root: Path, facts: SandboxFacts | None = None, faults: Faults | None = None) -> None:
        self.root = root = root.absolute()
        with as_host_error("make the sandbox", str(root)):
            try:
                (root / "C").mkdir(parents=True, exist_ok=True)
            except FileExistsError as error:  # what Windows says of a root that is a file
                raise refusal(ErrorCode.PathNotFound, "make the sandbox", str(root)) from error
        self._facts = facts_file(root, facts)
        faults_of_root = faults_file(root, faults)
        registry = SandboxRegistry(root)
        files = SandboxFiles(root, registry, self._facts.current)
        watcher = _FaultsThenKill(
            FaultInjector(faults_of_root, files.local), _countdown(files, faults_of_root.current())
        )
        self.registry: Registry = watched(registry, Registry, watcher)
        self.files: Files = watched(files, Files, watcher)
        self.processes: Processes = watched(SandboxProcesses(root), Processes, watcher)
        self.clock = SandboxClock(self._facts)
        self._watcher = watcher
        self._packages: Packages | None = None
        self._making = threading.Lock()
        self.store_apps: StoreApps = UnavailableStoreApps(
            "a sandbox has no Microsoft Store", "Use another source of the package, or the windows host."
        )
        self.features: Features = watched(SandboxFeatures(root, self._facts.current), Features, watcher)
        self._known: tuple[SandboxFacts, MachineFacts] | None = None
        self.vault = FileVault(root / STATE / "credentials")
        for folder in known_folders(self._facts.current().user_name).values():
            with as_host_error("make the folder of the sandbox", folder):
                files.local(folder).mkdir(parents=True, exist_ok=True)

    @property
    def packages(self) -> Packages:
        """Its store of MSIX packages."""
        with self._making:
            if self._packages is None:
                self._packages = watched(self._made_store(), Packages, self._watcher)
            return self._packages

    @packages.setter
    def packages(self, store: Packages) -> None:
        """Put another store in its place."""
        self._packages = store

    def _made_store(self) -> Packages:
        from wingetpy.hosts.sandbox.packages import (  # late: start time
            FOLDER,
            Machine,
            NativeDisk,
            Repository,
            SandboxPackages,
            StoreDisk,
        )

        folder = self.root / FOLDER
        repository = Repository(folder)
        machine = Machine(
            folder=folder,
            trust=(folder / "trust", self.root / STATE / "trust"),
            files=self.files,
            processes=self.processes,
            facts=self._facts.current,
            clock=self.clock,
            repository=repository,
            disk=watched(NativeDisk(self.files, repository, self.root), StoreDisk, self._watcher),
        )
        return SandboxPackages(machine)

    def facts(self) -> MachineFacts:
        current = self._facts.current()
        if self._known is None or self._known[0] is not current:
            self._known = current, current.of_machine()
        return self._known[1]

    def metered(self) -> bool | None:
        return self._facts.current().metered

    def machine_id(self) -> str:
        from wingetpy.hosts.sandbox.identity import machine_id  # late: only a protocol's client asks

        return machine_id(self.root)

    def state_folder(self) -> Path:
        folder = self.root / STATE
        with as_host_error("make", str(folder)):
            make_private(folder)
        return folder

    def shared_state_folder(self) -> Path | None:
        return None

    def machine_state_folder(self) -> Path | None:
        return self.state_folder()

    def staging_folder(self) -> PureWindowsPath:
        with as_host_error("make", STAGING):
            make_private(self.files.local(STAGING))
        return STAGING

    def uninstall_client(self) -> str:
        return "winget"

    def flush(self) -> None:
        with as_host_error("flush", str(self.root)):
            flush_volumes([str(self.root), *(str(drive) for drive in self.root.glob("?"))])

    def change_lock(self, wait_seconds: float, waiting: WaitingNotice) -> AbstractContextManager[None]:
        return lock_file(self.root / "change.lock", wait_seconds, another_installation(wait_seconds), waiting)


class _FaultsThenKill:
    """The watcher of a sandbox. A change that a fault refuses is counted too."""

    def __init__(self, injector: FaultInjector, countdown: Countdown | None) -> None:
        self._injector = injector
        self._countdown = countdown

    def before(self, change: Change) -> None:
        if self._countdown:
            self._countdown.before(change)
        self._injector.before(change)

    def after(self, change: Change) -> None:
        self._injector.after(change)
        if self._countdown:
            self._countdown.after(change)


def _countdown(files: SandboxFiles, faults: Faults) -> Countdown | None:
    if faults.kill_at_change is None:
        return None
    return Countdown(files, faults.kill_at_change, faults.kill_moment, end_at_once)
