"""The machine as an interface: what every host offers, and nothing of how.

Rooms above hold machine paths (`PureWindowsPath`); Windows' rules for names and case hold on every host. Each method
of these protocols that changes the machine is *one* change: a wrapper can count them, record them or stop before the
n-th one. Changes raise `HostError` (with FileInUse, DiskFull, AccessDenied, ... as code) and leave nothing half done.
"""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from contextlib import AbstractContextManager
from enum import StrEnum
from pathlib import Path, PureWindowsPath
from typing import Literal, Protocol

import msgspec


class Scope(StrEnum):
    """For whom something is installed. Input may also say `system` for machine; see `Scope.parse`."""

    user = "User"
    machine = "Machine"

    @classmethod
    def parse(cls, text: str) -> Scope:
        """`user`, `machine` or `system` in any case. Raises ValueError for anything else."""
        folded = text.casefold()
        return cls.machine if folded in ("machine", "system") else cls(folded.capitalize())


class Hive(StrEnum):
    machine = "HKLM"
    user = "HKCU"


View = Literal[64, 32]
"""A registry view: the 64-bit one, or the 32-bit one (WOW6432Node). HKCU\\Software has one for both."""


class RegistryValue(msgspec.Struct, frozen=True):
    """A registry value. `data` is str for sz and expand_sz (unexpanded), int for dword and qword, tuple for
    multi_sz, bytes else.
    """

    kind: Literal["sz", "expand_sz", "dword", "qword", "multi_sz", "binary", "none"]
    data: str | int | tuple[str, ...] | bytes


class Registry(Protocol):
    """Keys are written without hive, with backslashes and without case: `Software\\Vendor`."""

    def subkeys(self, hive: Hive, key: str, view: View = 64) -> list[str]:
        """Names of the keys below; empty if the key is not there."""

    def values(self, hive: Hive, key: str, view: View = 64) -> dict[str, RegistryValue] | None:
        """All values by name (with the case they were written in); None if the key is not there."""

    def set_value(self, hive: Hive, key: str, name: str, value: RegistryValue, view: View = 64) -> None:
        """Change: write one value; keys on the way are made."""

    def delete_value(self, hive: Hive, key: str, name: str, view: View = 64) -> None:
        """Change: remove one value; nothing happens if it is not there."""

    def delete_key(self, hive: Hive, key: str, view: View = 64) -> None:
        """Change: remove a key with all below it; nothing happens if it is not there."""


class KnownFolder(StrEnum):
    local_app_data = "LocalAppData"
    program_data = "ProgramData"
    program_files = "ProgramFiles"
    program_files_x86 = "ProgramFilesX86"
    user_program_files = "UserProgramFiles"
    profile = "Profile"
    downloads = "Downloads"
    windows = "Windows"
    system = "System"
    temp = "Temp"


EntryKind = Literal["file", "directory", "link"]


class FileEntry(msgspec.Struct, frozen=True):
    """What stands under a name. A link is a symbolic link (or junction), whatever it points to; `size` in bytes, 0
    for others.
    """

    path: PureWindowsPath
    kind: EntryKind
    size: int = 0


class Files(Protocol):
    """Files, folders, links and PATH."""

    def known_folder(self, folder: KnownFolder) -> PureWindowsPath: ...

    def local(self, path: PureWindowsPath) -> Path:
        """The native path behind a machine path, for reading, staging and SQLite. Nothing of the machine is changed
        through it.
        """

    def entry(self, path: PureWindowsPath) -> FileEntry | None:
        """What stands under the path (a link is not followed), or None."""

    def list(self, path: PureWindowsPath) -> list[FileEntry]:
        """What a folder holds, sorted by name without case; empty if it is not there."""

    def read_link(self, path: PureWindowsPath) -> PureWindowsPath | None:
        """Where a link points, or None if there is no link."""

    def sha256(self, path: PureWindowsPath) -> str:
        """Upper-case hex of a file's SHA-256. Raises HostError (FileNotFound) if it is not there."""

    def free_space(self, path: PureWindowsPath) -> int:
        """Free bytes on the volume of the path, which need not exist yet."""

    def links_possible(self) -> bool:
        """Whether symbolic links really can be made here (rights, developer mode, file system)."""

    def make_directory(self, path: PureWindowsPath) -> None:
        """Change: make one folder whose parent exists; nothing happens if it is there. A file in the way raises
        HostError.
        """

    def remove_directory(self, path: PureWindowsPath) -> None:
        """Change: remove an empty folder; nothing happens if it is not there, HostError if it is not empty."""

    def place_file(self, staged: Path, path: PureWindowsPath) -> None:
        """Change: copy a native file to a machine path, whole or not at all (written beside it, flushed, renamed over).

        The file beside it is called `<name>.wingetpy-new`; one that a cut run left is overwritten. A file that is in
        the way is replaced.
        """

    def move_file(self, path: PureWindowsPath, to: PureWindowsPath) -> None:
        """Change: rename a file or link; HostError if the target is there. Works across volumes as copy, flush,
        rename, remove.
        """

    def remove_file(self, path: PureWindowsPath) -> None:
        """Change: remove a file or a link (never what it points to); nothing happens if it is not there."""

    def make_link(self, path: PureWindowsPath, target: PureWindowsPath) -> None:
        """Change: make a symbolic link to a file and see that it is there. HostError if the name is taken or links
        cannot be made.
        """

    def search_path(self, scope: Scope) -> builtins.list[str]:
        """The elements of the stored PATH of a scope, unexpanded, as they stand there."""

    def add_to_search_path(self, scope: Scope, element: PureWindowsPath) -> None:
        """Change: append one element; the value's type and its other text are kept. Nothing happens if it is there
        already.
        """

    def remove_from_search_path(self, scope: Scope, element: PureWindowsPath) -> None:
        """Change: remove one element (compared without case, trailing backslash and quotes, variables expanded); the
        rest stays as it is.
        """


class ExitStatus(msgspec.Struct, frozen=True):
    """How a process ended. `exit_code` is unsigned, 32 bits; `timed_out` if the time limit ended its whole tree."""

    exit_code: int
    timed_out: bool = False


class Processes(Protocol):
    def run(
        self,
        command_line: str,
        *,
        working_directory: PureWindowsPath | None = None,
        timeout_seconds: float | None = None,
    ) -> ExitStatus:
        """Change: start a program with this raw command line, wait for its whole process tree.

        Standard handles are closed, nothing of ours is inherited. Raises HostError (HostCannot) where programs
        cannot run at all.
        """


class MsixPackage(msgspec.Struct, frozen=True, rename="pascal"):
    """An installed MSIX package as the system lists it."""

    full_name: str
    family_name: str
    display_name: str
    publisher: str
    version: str
    architecture: str
    install_location: str | None = None
    system: bool = False


class Packages(Protocol):
    """The MSIX store. Deployment follows with MSIX; today it is listed only."""

    def installed(self) -> list[MsixPackage]: ...


class MachineFacts(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """What is so on this machine. Architectures are winget's words: x86, x64, arm, arm64."""

    architecture: str
    emulated_architectures: tuple[str, ...] = ()
    os_version: str
    locales: tuple[str, ...] = ("en-US",)
    market: str = "US"
    elevated: bool = False
    pending_reboot: bool = False
    user_name: str = ""


class Clock(Protocol):
    def now(self) -> float:
        """Unix seconds, UTC."""


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
    def clock(self) -> Clock: ...

    def facts(self) -> MachineFacts: ...

    def state_folder(self) -> Path:
        """Native folder for this engine's own state (settings, sources, journal, index, log), made with safe rights.

        windows: %ProgramData%\\WinGetPy when elevated, else %LocalAppData%\\WinGetPy; sandbox: inside its root.
        """

    def shared_state_folder(self) -> Path | None:
        """The machine-wide state, for an engine that may read it but whose own is a user's; None where there is none.

        Only what an administrator has configured is taken from it: the list of sources.
        """

    def staging_folder(self) -> PureWindowsPath:
        """Machine folder, private to this engine, on the volume of the portables: downloads, extraction, backups of
        a change.
        """

    def change_lock(self, wait_seconds: float, waiting: WaitingNotice) -> AbstractContextManager[None]:
        """Hold the machine's change lock: one change at a time, also between processes, freed when a process dies.

        Calls `waiting` once when it has to wait; raises `Busy` (InstallInProgress) when the bound passes.
        """


class WaitingNotice(Protocol):
    def __call__(self) -> bool:
        """Told about once a second while waiting. False means: stop waiting (the caller cancelled); `Cancelled` is
        raised.
        """


__all__: Sequence[str] = (
    "Clock",
    "EntryKind",
    "ExitStatus",
    "FileEntry",
    "Files",
    "Hive",
    "Host",
    "KnownFolder",
    "MachineFacts",
    "MsixPackage",
    "Packages",
    "Processes",
    "Registry",
    "RegistryValue",
    "Scope",
    "View",
    "WaitingNotice",
)
