"""Files, folders, links and PATH as every host offers them."""

from __future__ import annotations

import builtins
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path, PureWindowsPath
from typing import Literal, Protocol

import msgspec

from wingetpy.hosts.change import change
from wingetpy.hosts.zones import Zone
from wingetpy.model.scope import Scope


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
    """A file, folder or link. A link is a symbolic link (or junction), whatever it points to; `size` in bytes, 0
    for others.
    """

    path: PureWindowsPath
    kind: EntryKind
    size: int = 0


class Files(Protocol):
    """Files, folders, links and PATH."""

    def known_folder(self, folder: KnownFolder) -> PureWindowsPath: ...

    def variables(self) -> Mapping[str, str]:
        """The environment of programs here, names in lower case: what `%ProgramFiles%` in a text means."""

    def local(self, path: PureWindowsPath) -> Path:
        """The native path behind a machine path, for reading, staging and SQLite. Nothing of the machine is changed
        through it.
        """

    def entry(self, path: PureWindowsPath) -> FileEntry | None:
        """The file, folder or link at the path (a link is not followed), or None."""

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

    @change("{path}", writes=("path",))
    def make_directory(self, path: PureWindowsPath) -> None:
        """Make one folder whose parent exists; nothing happens if it is there. A file in the way raises HostError."""

    @change("{path}", writes=("path",))
    def remove_directory(self, path: PureWindowsPath) -> None:
        """Remove an empty folder; nothing happens if it is not there, HostError if it is not empty."""

    @change("{path}", writes=("path",), staged="staged")
    def place_file(self, staged: Path, path: PureWindowsPath, *, move: bool = False, sha256: str = "") -> None:
        """Copy a native file to a machine path, whole or not at all (written beside it, flushed, renamed over).

        The file beside it is called `<name>.wingetpy-new`; one that a cut run left is overwritten. A file that is in
        the way is replaced.

        Args:
            move: The staged file, whose content `Host.flush` has written to the disk, may be renamed to the path. It is
                copied all the same where a moved file would keep the rights of the staging folder (windows).
            sha256: What the staged file was verified to be, as hex; empty for no check.

        Raises:
            HostError: InstallerHashMismatch where the staged file is not `sha256`; nothing was placed then.
        """

    @change("{path}", writes=("path",), staged="staged")
    def place_folder(self, staged: Path, path: PureWindowsPath) -> None:
        """Place a native folder with all in it under a machine path that is free, by one rename: all or nothing.
        `Host.flush` has written its content to the disk.

        Where it has to be copied first (another volume; windows, for the rights of its new parent), the copy is
        `<name>.wingetpy-new` beside the path; one that a cut run left is removed.
        """

    @change("{path} -> {to}", writes=("path", "to"))
    def move_file(self, path: PureWindowsPath, to: PureWindowsPath) -> None:
        """Rename a file or link; HostError if the target is there. Across volumes: copy, flush, rename, remove."""

    @change("{path}", writes=("path",))
    def remove_file(self, path: PureWindowsPath) -> None:
        """Remove a file or a link (never what it points to); nothing happens if it is not there."""

    @change("{path} -> {target}", writes=("path",))
    def make_link(self, path: PureWindowsPath, target: PureWindowsPath) -> None:
        """Make a symbolic link to a file and check that it exists. HostError if the name is taken or links cannot be
        made.
        """

    @change("{path}")
    def load_font(self, path: PureWindowsPath) -> None:
        """Let running programs use the fonts of a file, until the next sign-in. HostError if Windows takes none."""

    @change("{path}")
    def unload_font(self, path: PureWindowsPath) -> None:
        """End that, so that the file can be removed; nothing happens if it is not loaded."""

    def search_path(self, scope: Scope) -> builtins.list[str]:
        """The elements of the stored PATH of a scope, unexpanded, as they are stored."""

    @change("{scope} PATH: {element}")
    def add_to_search_path(self, scope: Scope, element: PureWindowsPath) -> None:
        """Append one element; the value's type and its other text are kept. Nothing happens if it is there already."""

    @change("{scope} PATH: {element}")
    def remove_from_search_path(self, scope: Scope, element: PureWindowsPath) -> None:
        """Remove one element (compared without case, trailing backslash and quotes, variables expanded); the rest is
        kept.
        """

    def zone(self, path: PureWindowsPath) -> Zone | None:
        """The zone that a file is marked to come from; None where it has no mark."""

    @change("{path}", writes=("path",))
    def mark_zone(self, path: PureWindowsPath, zone: Zone, url: str = "") -> None:
        """Mark a file as coming from a zone, and from a URL, whose secrets are left out. A volume without streams (FAT)
        takes no mark. The mark goes where the file goes, and goes with it.

        Raises:
            HostError: FileNotFound.
        """

    @change("{path}", writes=("path",))
    def check_download(self, path: PureWindowsPath, url: str) -> bool:
        """Have the system check a downloaded file: the policy for its zone, and the virus scanner.

        Windows may change the mark, and remove a file that it refuses.

        Returns:
            False where the system has no such check.

        Raises:
            HostError: InstallerSecurityCheckFailed.
        """
