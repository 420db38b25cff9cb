"""Files, folders and links of the small machine: real ones in its root."""

from __future__ import annotations

import builtins
import os
import stat
from collections.abc import Callable
from pathlib import Path, PureWindowsPath

from wingetpy.errors import ErrorCode
from wingetpy.errors.system import as_host_error, refusal
from wingetpy.hosts.files import EntryKind, FileEntry, KnownFolder
from wingetpy.hosts.names import beside
from wingetpy.hosts.native_files import copy_tree, copy_whole, is_on_another_volume, made_writable, need_hash, sha256_of
from wingetpy.hosts.registry import Registry
from wingetpy.hosts.sandbox.facts import SandboxFacts
from wingetpy.hosts.sandbox.tree import MachineTree
from wingetpy.hosts.search_path import StoredSearchPath
from wingetpy.hosts.zones import STREAM, Zone, is_mark, read_mark, remove_mark, write_mark
from wingetpy.model.file_names import fold
from wingetpy.model.scope import Scope


def known_folders(user_name: str) -> dict[KnownFolder, PureWindowsPath]:
    profile = PureWindowsPath(r"C:\Users", user_name)
    local = profile / r"AppData\Local"
    windows = PureWindowsPath(r"C:\Windows")
    return {
        KnownFolder.local_app_data: local,
        KnownFolder.program_data: PureWindowsPath(r"C:\ProgramData"),
        KnownFolder.program_files: PureWindowsPath(r"C:\Program Files"),
        KnownFolder.program_files_x86: PureWindowsPath(r"C:\Program Files (x86)"),
        KnownFolder.user_program_files: local / "Programs",
        KnownFolder.profile: profile,
        KnownFolder.downloads: profile / "Downloads",
        KnownFolder.windows: windows,
        KnownFolder.system: windows / "System32",
        KnownFolder.temp: local / "Temp",
    }


class SandboxFiles:
    """See `wingetpy.hosts.files.Files`."""

    def __init__(self, root: Path, registry: Registry, facts: Callable[[], SandboxFacts]) -> None:
        self._tree = MachineTree(root)
        self._facts = facts
        self._search_path = StoredSearchPath(registry, self.variables)

    def known_folder(self, folder: KnownFolder) -> PureWindowsPath:
        return known_folders(self._facts().user_name)[folder]

    def variables(self) -> dict[str, str]:
        return _variables(self._facts().user_name)

    def local(self, path: PureWindowsPath) -> Path:
        return self._tree.native(path)

    def entry(self, path: PureWindowsPath) -> FileEntry | None:
        native = self._tree.native(path)
        with as_host_error("look at", path):
            try:
                status = os.lstat(native)
            except (FileNotFoundError, NotADirectoryError):
                return None
        return _entry(path.with_name(native.name) if path.name and path.name != native.name else path, status)

    def list(self, path: PureWindowsPath) -> builtins.list[FileEntry]:
        native = self._tree.native(path)
        if not native.is_dir():
            return []
        with as_host_error("list", path), os.scandir(native) as entries:
            found = [_entry(path / e.name, e.stat(follow_symlinks=False)) for e in entries if not is_mark(e.name)]
        return sorted(found, key=lambda e: fold(e.path.name))

    def read_link(self, path: PureWindowsPath) -> PureWindowsPath | None:
        native = self._tree.native(path)
        if not os.path.islink(native):
            return None
        target = os.path.normpath(os.path.join(os.path.realpath(native.parent), os.readlink(native)))
        if (machine := self._tree.machine(target)) is None:
            raise refusal(ErrorCode.AccessDenied, "follow", str(path), "it leads out of the sandbox")
        return machine

    def sha256(self, path: PureWindowsPath) -> str:
        with as_host_error("read", path):
            return sha256_of(self._tree.native(path))

    def free_space(self, path: PureWindowsPath) -> int:
        import shutil  # late: start time

        set_to = self._facts().free_space
        drive = self._tree.native(PureWindowsPath(path.anchor))
        return shutil.disk_usage(drive).free if set_to is None else set_to

    def links_possible(self) -> bool:
        return self._facts().links_possible and os.name == "posix"

    def make_directory(self, path: PureWindowsPath) -> None:
        native = self._tree.native(path)
        if native.is_dir() and not native.is_symlink():
            return
        self._refuse_if_there(native, path, "make")
        self._need_parent(native, path, "make")
        with as_host_error("make", path):
            os.mkdir(native)

    def remove_directory(self, path: PureWindowsPath) -> None:
        native = self._tree.native(path)
        if not os.path.lexists(native):
            return
        if native.is_symlink() or not native.is_dir():
            raise refusal(ErrorCode.InvalidParameter, "remove", str(path), "it is no folder")
        if any(native.iterdir()):
            raise refusal(ErrorCode.DirectoryNotEmpty, "remove", str(path))
        with as_host_error("remove", path):
            os.rmdir(native)

    def place_file(self, staged: Path, path: PureWindowsPath, *, move: bool = False, sha256: str = "") -> None:
        native = self._tree.native(path)
        if native.is_dir() and not native.is_symlink():
            raise refusal(ErrorCode.AccessDenied, "write", str(path), "a folder has this name")
        self._need_parent(native, path, "write")
        with as_host_error("write", path), made_writable(native):
            if move:
                need_hash(sha256_of(staged) if sha256 else "", sha256, native)
                if _renamed(staged, native):
                    return
            copy_whole(staged, self._tree.native(beside(path)), native, sha256)
            remove_mark(str(native))  # of the file that was there

    def place_folder(self, staged: Path, path: PureWindowsPath) -> None:
        native = self._tree.native(path)
        self._refuse_if_there(native, path, "write")
        self._need_parent(native, path, "write")
        with as_host_error("write", path):
            if not _renamed(staged, native):
                copy_tree(str(staged), str(self._tree.native(beside(path))), str(native))

    def move_file(self, path: PureWindowsPath, to: PureWindowsPath) -> None:
        native, native_to = self._tree.native(path), self._tree.native(to)
        if native.is_dir() and not native.is_symlink():
            raise refusal(ErrorCode.InvalidParameter, "move", str(path), "it is a folder")
        same_entry = native == native_to
        if same_entry:
            native_to = native.with_name(to.name)
        else:
            self._refuse_if_there(native_to, to, "move to")
        self._need_parent(native_to, to, "move to")
        with as_host_error("move", path):
            if native.is_symlink() and native.parent != native_to.parent:
                # What the link holds is relative to its folder.
                target = os.path.join(native.parent, os.readlink(native))
                os.symlink(os.path.relpath(target, native_to.parent), native_to)
                os.unlink(native)
                return
            os.rename(native, native_to)
            if os.path.lexists(f"{native}{STREAM}"):
                os.rename(f"{native}{STREAM}", f"{native_to}{STREAM}")

    def remove_file(self, path: PureWindowsPath) -> None:
        native = self._tree.native(path)
        if native.is_dir() and not native.is_symlink():
            raise refusal(ErrorCode.AccessDenied, "remove", str(path), "it is a folder")
        with as_host_error("remove", path), made_writable(native):
            native.unlink(missing_ok=True)
            remove_mark(str(native))

    def make_link(self, path: PureWindowsPath, target: PureWindowsPath) -> None:
        native, native_target = self._tree.native(path), self._tree.native(target)
        if not self.links_possible():
            raise refusal(ErrorCode.AccessDenied, "link", str(path), "symbolic links cannot be made here")
        self._refuse_if_there(native, path, "link")
        self._need_parent(native, path, "link")
        with as_host_error("link", path):
            os.symlink(os.path.relpath(native_target, native.parent), native)

    def search_path(self, scope: Scope) -> builtins.list[str]:
        return self._search_path.elements(scope)

    def add_to_search_path(self, scope: Scope, element: PureWindowsPath) -> None:
        self._search_path.add(scope, element)

    def remove_from_search_path(self, scope: Scope, element: PureWindowsPath) -> None:
        self._search_path.remove(scope, element)

    def zone(self, path: PureWindowsPath) -> Zone | None:
        with as_host_error("read", path):
            return read_mark(str(self._tree.native(path)))

    def mark_zone(self, path: PureWindowsPath, zone: Zone, url: str = "") -> None:
        with as_host_error("mark", path):
            write_mark(str(self._file(path)), zone, url)

    def check_download(self, path: PureWindowsPath, url: str) -> bool:
        self._file(path)
        return False

    def _file(self, path: PureWindowsPath) -> Path:
        native = self._tree.native(path)
        if not native.is_file():
            raise refusal(ErrorCode.FileNotFound, "check", str(path))
        return native

    def load_font(self, path: PureWindowsPath) -> None:
        """No program runs here; a file that is not there is refused as Windows does."""
        if self.entry(path) is None:
            raise refusal(ErrorCode.FileNotFound, "load", str(path))

    def unload_font(self, path: PureWindowsPath) -> None:
        """No program runs here that could use it."""

    def _refuse_if_there(self, native: Path, path: PureWindowsPath, doing: str) -> None:
        if os.path.lexists(native):
            raise refusal(ErrorCode.AlreadyExists, doing, str(path))

    def _need_parent(self, native: Path, path: PureWindowsPath, doing: str) -> None:
        if not native.parent.is_dir():
            raise refusal(ErrorCode.PathNotFound, doing, str(path))


def _variables(user_name: str) -> dict[str, str]:
    """The environment of the small machine, names in lower case."""
    folders = known_folders(user_name)
    return {
        "systemdrive": "C:",
        "systemroot": str(folders[KnownFolder.windows]),
        "windir": str(folders[KnownFolder.windows]),
        "programdata": str(folders[KnownFolder.program_data]),
        "allusersprofile": str(folders[KnownFolder.program_data]),
        "programfiles": str(folders[KnownFolder.program_files]),
        "programfiles(x86)": str(folders[KnownFolder.program_files_x86]),
        "programw6432": str(folders[KnownFolder.program_files]),
        "userprofile": str(folders[KnownFolder.profile]),
        "localappdata": str(folders[KnownFolder.local_app_data]),
        "appdata": str(folders[KnownFolder.profile] / r"AppData\Roaming"),
        "temp": str(folders[KnownFolder.temp]),
        "tmp": str(folders[KnownFolder.temp]),
        "username": user_name,
    }


def _renamed(source: Path, target: Path) -> bool:
    """Rename; False if the two are on different volumes."""
    try:
        os.replace(source, target)
    except OSError as error:
        if not is_on_another_volume(error):
            raise
        return False
    return True


def _entry(path: PureWindowsPath, status: os.stat_result) -> FileEntry:
    kind: EntryKind = (
        "link" if stat.S_ISLNK(status.st_mode) else "directory" if stat.S_ISDIR(status.st_mode) else "file"
    )
    return FileEntry(path, kind, status.st_size if kind == "file" else 0)
