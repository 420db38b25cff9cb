"""Steps that change files, folders and links."""

from __future__ import annotations

from pathlib import PureWindowsPath
from typing import ClassVar

import msgspec

from wingetpy.errors import ErrorCode, HostError
from wingetpy.errors.system import refusal
from wingetpy.hosts.host import Host
from wingetpy.hosts.names import beside
from wingetpy.journal.step import BaseStep, in_folder


class MakeDirectory(BaseStep, frozen=True, kw_only=True, tag="make-directory"):
    """Make a folder that was not there."""

    path: str

    def do(self, host: Host) -> None:
        host.files.make_directory(PureWindowsPath(self.path))

    def undo(self, host: Host) -> str | None:
        if not _remove_if_empty(host, PureWindowsPath(self.path)):
            return f"The folder '{self.path}' was left: something else was put into it."
        return None

    def sentence(self) -> str:
        return f"Make the folder {self.path}"


class RemoveDirectory(BaseStep, frozen=True, kw_only=True, tag="remove-directory"):
    """Remove a folder that is empty by now."""

    path: str

    def do(self, host: Host) -> None:
        host.files.remove_directory(PureWindowsPath(self.path))

    def undo(self, host: Host) -> str | None:
        if host.files.entry(PureWindowsPath(self.path)) is None:
            host.files.make_directory(PureWindowsPath(self.path))
        return None

    def sentence(self) -> str:
        return f"Remove the folder {self.path}"


class PlaceFile(BaseStep, frozen=True, kw_only=True, tag="place-file"):
    """Put a staged file where there is none.

    Attributes:
        staged: A machine path in the staging folder.
        sha256: Hex, of the file; another content is not placed.
        backup: Where an earlier step moves the file that is there now; empty if there is none.
        move: The staged file belongs to this operation alone and may be renamed to its place.
    """

    moves_staged: ClassVar[bool] = True

    path: str
    staged: str
    sha256: str
    backup: str = ""
    move: bool = False

    def do(self, host: Host) -> None:
        path = PureWindowsPath(self.path)
        if host.files.entry(path) is not None:  # another program was quicker; the host would replace it
            raise refusal(ErrorCode.AlreadyExists, "write", self.path)
        staged = host.files.local(PureWindowsPath(self.staged))
        host.files.place_file(staged, path, move=self.move, sha256=self.sha256)

    def undo(self, host: Host) -> str | None:
        path = PureWindowsPath(self.path)
        if host.files.entry(beside(path)):
            host.files.remove_file(beside(path))
        entry = host.files.entry(path)
        if entry is None or self._never_began(host):
            return None
        if entry.kind != "file" or not same_hash(host.files.sha256(path), self.sha256):
            return f"'{path}' was left: it was changed after it was placed."
        host.files.remove_file(path)
        return None

    def _never_began(self, host: Host) -> bool:
        """The file from before was not moved away yet, or is back again."""
        return bool(self.backup) and host.files.entry(PureWindowsPath(self.backup)) is None

    def sentence(self) -> str:
        return f"Place {in_folder(self.path)}"


class PlacedFile(msgspec.Struct, frozen=True, array_like=True):
    """A file in a folder that is placed: relative path and SHA-256 (hex)."""

    path: str
    sha256: str


class PlaceFolder(BaseStep, frozen=True, kw_only=True, tag="place-folder"):
    """Put a staged folder where there is none, by one rename.

    Its files are not hashed again: the holder of the change lock unpacked them, and hashed them as they were written,
    into the operation's own folder, which only this engine's user may write to and no other engine touches before the
    lock is free. A program of the same user could change them there, and as well where they are placed.

    Attributes:
        staged: A machine path in the staging folder, with nothing in it but `files` and `folders`.
        files: What it holds.
        folders: Relative paths of the folders in it, each after the one that it lies in.
    """

    moves_staged: ClassVar[bool] = True

    path: str
    staged: str
    files: tuple[PlacedFile, ...]
    folders: tuple[str, ...] = ()

    def do(self, host: Host) -> None:
        host.files.place_folder(host.files.local(PureWindowsPath(self.staged)), PureWindowsPath(self.path))

    def undo(self, host: Host) -> str | None:
        path = PureWindowsPath(self.path)
        _remove_tree(host, beside(path))
        if host.files.entry(path) is None:
            return None
        changed = [str(path / file.path) for file in self.files if not _removed(host, path / file.path, file.sha256)]
        for folder in reversed(self.folders):
            _remove_if_empty(host, path / folder)
        if changed:
            more = f" ({len(changed) - 1} more files likewise)" if len(changed) > 1 else ""
            return f"'{changed[0]}' was left: it was changed after it was placed{more}."
        if not _remove_if_empty(host, path):
            return f"The folder '{path}' was left: something else was put into it."
        return None

    def sentence(self) -> str:
        return f"Place {len(self.files)} files in {self.path}"


class MoveAway(BaseStep, frozen=True, kw_only=True, tag="move-away"):
    """Move a file into the operation's backup folder; it is deleted when the operation is complete."""

    path: str
    backup: str

    def do(self, host: Host) -> None:
        host.files.move_file(PureWindowsPath(self.path), PureWindowsPath(self.backup))

    def undo(self, host: Host) -> str | None:
        path, backup = PureWindowsPath(self.path), PureWindowsPath(self.backup)
        if host.files.entry(backup) is None:
            return None
        if host.files.entry(path) is None:
            host.files.move_file(backup, path)
            return None
        if same_hash(host.files.sha256(path), host.files.sha256(backup)):
            host.files.remove_file(backup)  # a move across volumes was cut between copy and removal
            return None
        raise HostError(
            f"Another program wrote '{path}'; the file that was there before is '{backup}'.",
            target=str(path),
            remedy="Move one of the two files to another folder and run the command again.",
        )

    def sentence(self) -> str:
        return f"Remove {in_folder(self.path)}"


class MakeLink(BaseStep, frozen=True, kw_only=True, tag="make-link"):
    """Make a symbolic link where there is nothing."""

    path: str
    target: str

    def do(self, host: Host) -> None:
        host.files.make_link(PureWindowsPath(self.path), PureWindowsPath(self.target))

    def undo(self, host: Host) -> str | None:
        if host.files.read_link(PureWindowsPath(self.path)) == PureWindowsPath(self.target):
            host.files.remove_file(PureWindowsPath(self.path))
        return None

    def sentence(self) -> str:
        return f"Make the link {in_folder(self.path)}"


class RemoveLink(BaseStep, frozen=True, kw_only=True, tag="remove-link"):
    """Remove a symbolic link that points to `target`."""

    path: str
    target: str

    def do(self, host: Host) -> None:
        host.files.remove_file(PureWindowsPath(self.path))

    def undo(self, host: Host) -> str | None:
        if host.files.entry(PureWindowsPath(self.path)) is None:
            host.files.make_link(PureWindowsPath(self.path), PureWindowsPath(self.target))
        return None

    def sentence(self) -> str:
        return f"Remove the link {in_folder(self.path)}"


def _removed(host: Host, path: PureWindowsPath, sha256: str) -> bool:
    """Remove a file with this hash. False if another one is there."""
    entry = host.files.entry(path)
    if entry is None:
        return True
    if entry.kind != "file" or not same_hash(host.files.sha256(path), sha256):
        return False
    host.files.remove_file(path)
    return True


def _remove_if_empty(host: Host, folder: PureWindowsPath) -> bool:
    """Remove a folder unless something is in it. Whether it is gone, or never was one."""
    entry = host.files.entry(folder)
    if entry is None or entry.kind != "directory":
        return True
    if host.files.list(folder):
        return False
    host.files.remove_directory(folder)
    return True


def _remove_tree(host: Host, folder: PureWindowsPath) -> None:
    """Remove what a copy that was cut has left. Links are removed, never followed."""
    entry = host.files.entry(folder)
    if entry is None:
        return
    if entry.kind != "directory":
        host.files.remove_file(folder)
        return
    for below in host.files.list(folder):
        _remove_tree(host, below.path)
    host.files.remove_directory(folder)


def same_hash(one: str, other: str) -> bool:
    """Hashes are compared without case: the reference writes them in lower case, manifests in upper."""
    return one.casefold() == other.casefold()
