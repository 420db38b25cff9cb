"""The machine as an interface: what every host offers, and nothing of how.

Rooms above hold machine paths (`PureWindowsPath`); Windows' rules for names and case hold on every host. Each method
of these protocols that is marked as a change (`change`) is *one*: a wrapper can count them, record them or stop before
the n-th one. Changes raise `HostError` (with FileInUse, DiskFull, AccessDenied, ... as code) and leave nothing half
done.
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path, PureWindowsPath
from typing import Protocol

from wingetpy.hosts.clock import Clock
from wingetpy.hosts.facts import MachineFacts
from wingetpy.hosts.features import Features
from wingetpy.hosts.files import Files
from wingetpy.hosts.packages import Packages
from wingetpy.hosts.processes import Processes
from wingetpy.hosts.registry import Registry
from wingetpy.hosts.store_apps import StoreApps
from wingetpy.hosts.vault import Vault


class Host(Protocol):
    """A machine. `name` is `windows` or `sandbox`."""

    @property
    def name(self) -> str: ...
    @property
    def registry(self) -> Registry: ...
    @property
    def files(self) -> Files: ...
    @property
    def processes(self) -> Processes: ...
    @property
    def packages(self) -> Packages: ...
    @property
    def store_apps(self) -> StoreApps: ...
    @property
    def features(self) -> Features: ...
    @property
    def vault(self) -> Vault: ...
    @property
    def clock(self) -> Clock: ...

    def facts(self) -> MachineFacts: ...

    def metered(self) -> bool | None:
        """Whether the network costs by what is transferred; None where the system does not know. Asked each time."""

    def machine_id(self) -> str:
        """Return a text that is this machine's alone and reveals nothing of it; empty where there is none.

        The same for every user and engine, as long as the machine keeps its name.
        """

    def state_folder(self) -> Path:
        """Native folder for this engine's own state (settings, sources, journal, index, log), made with safe rights.

        windows: %ProgramData%\\WinGetPy when elevated, else %LocalAppData%\\WinGetPy; sandbox: inside its root.
        """

    def shared_state_folder(self) -> Path | None:
        """The machine-wide state, for an engine that may read it but whose own is a user's; None where there is none.

        Only what an administrator has configured is taken from it: the list of sources.
        """

    def machine_state_folder(self) -> Path | None:
        """The folder that only administrators write, with their settings; None where there is none that can be trusted.

        An elevated engine's own, which it makes; for another one the shared one. Never a folder of the user.
        """

    def staging_folder(self) -> PureWindowsPath:
        """Machine folder, private to this engine, on the volume of the portables: downloads, extraction, backups of
        a change.
        """

    def uninstall_client(self) -> str:
        """The command that starts a winget command line on the machine, for the uninstall command of an entry.

        `winget` where it is installed, and on a sandbox, where nothing runs it; else this engine's own command line.
        """

    def flush(self) -> None:
        """Write all changes made so far to the disk, so that they survive a loss of power. No change itself.

        sandbox: one `syncfs` for each volume of its root (nothing on Windows: a sandbox there need not survive it).
        windows: the hives of the registry; files were flushed as
        they were placed, and renames and removals are in NTFS's log, which is written in order, so they reach the disk
        with the journal's next row.
        """

    def change_lock(self, wait_seconds: float, waiting: WaitingNotice) -> AbstractContextManager[None]:
        """Hold the machine's change lock: one change at a time, also between processes, freed when a process dies.

        Calls `waiting` once when it has to wait; raises `Busy` (InstallInProgress) when the bound passes.
        """


class WaitingNotice(Protocol):
    def __call__(self) -> bool:
        """Called about once a second while waiting. False means: stop waiting (the caller cancelled); `Cancelled` is
        raised.
        """
