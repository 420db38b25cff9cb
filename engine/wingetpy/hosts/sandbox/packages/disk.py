"""What the store changes on the disk: each change is one that a watcher sees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Protocol

from wingetpy.errors import ErrorCode
from wingetpy.errors.system import as_host_error, refusal
from wingetpy.hosts.change import change
from wingetpy.hosts.files import Files
from wingetpy.hosts.native_files import flush_volumes, rename_over, write_whole
from wingetpy.hosts.native_removal import is_real_folder, remove_entry, remove_tree
from wingetpy.hosts.sandbox.packages.repository import Repository
from wingetpy.hosts.sandbox.packages.state import State
from wingetpy.msix.block_map import BlockMap
from wingetpy.msix.fetch_plan import FetchPlan
from wingetpy.msix.package import VerifiedPackage


@dataclass(frozen=True)
class Unpacking:
    """How a package is unpacked: see `msix.unpack`."""

    package: VerifiedPackage
    older: tuple[tuple[Path, BlockMap], ...] = ()
    is_remote: bool = False
    links: bool = True
    go_on: Callable[[], None] = lambda: None
    planned: Callable[[FetchPlan], None] = lambda plan: None
    written: Callable[[int], None] = lambda size: None


class StoreDisk(Protocol):
    """The changes."""

    @change("{path}", writes=("path",))
    def unpack(self, path: PureWindowsPath, unpacking: Unpacking) -> None:
        """Unpack a package into a folder that is not there yet."""

    @change("{path}", writes=("path",))
    def rebuild(
        self, path: PureWindowsPath, block_map: BlockMap, names: Sequence[str], older: Sequence[tuple[Path, BlockMap]]
    ) -> bool:
        """Write files of a package into a folder from blocks that other packages have; False where one lacks."""

    @change("{path}", writes=("path",))
    def replace_files(self, staged: PureWindowsPath, path: PureWindowsPath, names: Sequence[str]) -> None:
        """Give files of a staged folder their place in another, each by one rename; one that is not staged is left."""

    @change("the records of the packages")
    def commit(self, before: State, after: State) -> None:
        """Flush the volumes, and then make one state another in one transaction."""

    @change("{path}", writes=("path",))
    def make_folder(self, path: PureWindowsPath) -> None:
        """Make a folder and those above it; nothing happens if it is there."""

    @change("{path}", writes=("path",))
    def remove_folder(self, path: PureWindowsPath) -> None:
        """Remove a folder with all in it; nothing happens if it is not there."""

    @change("{path}", writes=("path",))
    def write_file(self, path: PureWindowsPath, content: bytes) -> None:
        """Replace a small file, or make it with its folder."""


class NativeDisk:
    """See `StoreDisk`.

    Args:
        files: Know where a machine path lies.
        repository: Has the records.
        root: The sandbox's: its volume and those of its drives are flushed.
    """

    def __init__(self, files: Files, repository: Repository, root: Path) -> None:
        self._files = files
        self._repository = repository
        self._root = root

    def unpack(self, path: PureWindowsPath, unpacking: Unpacking) -> None:
        from wingetpy.msix.unpack import unpack  # late: start time

        unpack(
            unpacking.package,
            self._files.local(path),
            older=unpacking.older,
            is_remote=unpacking.is_remote,
            links=unpacking.links,
            go_on=unpacking.go_on,
            planned=unpacking.planned,
            written=unpacking.written,
        )

    def rebuild(
        self, path: PureWindowsPath, block_map: BlockMap, names: Sequence[str], older: Sequence[tuple[Path, BlockMap]]
    ) -> bool:
        from wingetpy.hosts.sandbox.packages.content import rebuild  # late: start time

        return rebuild(self._files.local(path), block_map, names, older)

    def replace_files(self, staged: PureWindowsPath, path: PureWindowsPath, names: Sequence[str]) -> None:
        source, target = self._files.local(staged), self._files.local(path)
        with as_host_error("write", path):
            for name in names:
                if (source / name).is_file():
                    self._clear_way(target, target / name)
                    rename_over(source / name, target / name)

    def commit(self, before: State, after: State) -> None:
        with as_host_error("flush", str(self._root)):
            flush_volumes([str(self._root), *(str(drive) for drive in self._root.glob("?"))])
        self._repository.write(before, after)

    def make_folder(self, path: PureWindowsPath) -> None:
        with as_host_error("make", path):
            self._files.local(path).mkdir(parents=True, exist_ok=True)

    def remove_folder(self, path: PureWindowsPath) -> None:
        native = self._files.local(path)
        if not remove_tree(native):
            raise refusal(ErrorCode.FileInUse, "remove", str(path))

    def write_file(self, path: PureWindowsPath, content: bytes) -> None:
        write_whole(self._files.local(path), content)

    def _clear_way(self, folder: Path, file: Path) -> None:
        """Remove what is no folder and stands where one belongs, a link to one included, and a folder that stands where
        a file belongs.

        Args:
            folder: Of the package, which is there.
        """
        for above in reversed([one for one in file.parents if folder in one.parents]):
            if not is_real_folder(above):
                remove_entry(above)
            above.mkdir(exist_ok=True)
        if is_real_folder(file) and not remove_tree(file):
            raise refusal(ErrorCode.FileInUse, "replace", str(file))
