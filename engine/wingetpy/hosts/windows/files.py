"""Files, folders and links, through the os module; PATH, with word to running programs."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import builtins
import ctypes
import os
import stat
from ctypes import wintypes
from functools import cached_property
from pathlib import Path, PureWindowsPath

from wingetpy.errors import ErrorCode
from wingetpy.errors.system import as_host_error, refusal
from wingetpy.hosts.files import EntryKind, FileEntry, KnownFolder
from wingetpy.hosts.names import beside, checked, no_such_drive
from wingetpy.hosts.native_files import copy_tree, copy_whole, made_writable, sha256_of
from wingetpy.hosts.registry import Registry
from wingetpy.hosts.search_path import StoredSearchPath
from wingetpy.hosts.windows import session_fonts
from wingetpy.hosts.windows.broadcast import tell_environment_changed
from wingetpy.hosts.windows.folders import known_folder
from wingetpy.hosts.windows.in_use import reporting_in_use
from wingetpy.hosts.windows.native import INVALID_HANDLE_VALUE, kernel32
from wingetpy.hosts.zones import Zone, is_mark, read_mark
from wingetpy.model.file_names import fold
from wingetpy.model.paths import extended_length
from wingetpy.model.scope import Scope

LONGEST_PLAIN = 240
"""Longer paths get the prefix that lifts the limit of 260 (248 for a folder)."""
_OTHER_VOLUME = 17
_OF_THE_MACHINE = {
    "systemroot": KnownFolder.windows,
    "windir": KnownFolder.windows,
    "programdata": KnownFolder.program_data,
    "allusersprofile": KnownFolder.program_data,
    "programw6432": KnownFolder.program_files,
    "programfiles(x86)": KnownFolder.program_files_x86,
}
"""Environment variables of folders; not ProgramFiles, which is another one in a 32-bit process."""
_LINK_TAGS = (stat.IO_REPARSE_TAG_SYMLINK, stat.IO_REPARSE_TAG_MOUNT_POINT)


def native(path: PureWindowsPath) -> str:
    """The path as Windows' functions take it."""
    text = str(checked(path))
    return text if len(text) < LONGEST_PLAIN else extended_length(text)


def _long(path: PureWindowsPath) -> str:
    """The path as Windows' functions take it, with the prefix that lifts the limit for all below it."""
    return extended_length(str(checked(path)))


class WindowsFiles:
    """See `wingetpy.hosts.files.Files`."""

    def __init__(self, registry: Registry) -> None:
        self._search_path = StoredSearchPath(registry, self.variables, tell_environment_changed)

    def known_folder(self, folder: KnownFolder) -> PureWindowsPath:
        return known_folder(folder)

    def variables(self) -> dict[str, str]:
        """The environment; folders of the machine are those that Windows itself names, because any program of the user
        can give these variables other values, which an elevated engine inherits."""
        given = {name.lower(): value for name, value in os.environ.items()}
        own = {name: str(known_folder(folder)) for name, folder in _OF_THE_MACHINE.items() if name in given}
        return {**given, **own}

    def local(self, path: PureWindowsPath) -> Path:
        return Path(native(path))

    def entry(self, path: PureWindowsPath) -> FileEntry | None:
        with as_host_error("look at", path):
            try:
                status = os.lstat(native(path))
            except (FileNotFoundError, NotADirectoryError):
                return None
        return _entry(path.with_name(_name_as_written(path)) if path.name else path, status)

    def list(self, path: PureWindowsPath) -> builtins.list[FileEntry]:
        folder = native(path)
        if not os.path.isdir(folder):
            return []
        with as_host_error("list", path), os.scandir(folder) as entries:
            # A stream is a file to Wine alone.
            found = [_entry(path / e.name, e.stat(follow_symlinks=False)) for e in entries if not is_mark(e.name)]
        return sorted(found, key=lambda e: fold(e.path.name))

    def read_link(self, path: PureWindowsPath) -> PureWindowsPath | None:
        entry = self.entry(path)
        if entry is None or entry.kind != "link":
            return None
        with as_host_error("read", path):
            held = os.readlink(native(path)).removeprefix("\\\\?\\")
        return PureWindowsPath(os.path.normpath(os.path.join(path.parent, held)))

    def sha256(self, path: PureWindowsPath) -> str:
        with reporting_in_use("read", path):
            return sha256_of(self.local(path))

    def free_space(self, path: PureWindowsPath) -> int:
        import shutil  # late: start time

        there = next((p for p in (path, *path.parents) if os.path.isdir(native(p))), None)
        if there is None:
            raise no_such_drive(path)
        with as_host_error("measure", path):
            return shutil.disk_usage(native(there)).free

    def links_possible(self) -> bool:
        return self._links_possible

    def make_directory(self, path: PureWindowsPath) -> None:
        there = self.entry(path)
        if there is not None and there.kind == "directory":
            return
        _refuse_if_there(there, path, "make")
        self._need_parent(path, "make")
        with as_host_error("make", path):
            os.mkdir(native(path))

    def remove_directory(self, path: PureWindowsPath) -> None:
        there = self.entry(path)
        if there is None:
            return
        if there.kind != "directory":
            raise refusal(ErrorCode.InvalidParameter, "remove", str(path), "it is no folder")
        with as_host_error("remove", path):
            os.rmdir(native(path))

    def place_file(self, staged: Path, path: PureWindowsPath, *, move: bool = False, sha256: str = "") -> None:
        there = self.entry(path)
        if there is not None and there.kind == "directory":
            raise refusal(ErrorCode.AccessDenied, "write", str(path), "a folder has this name")
        self._need_parent(path, "write")
        with reporting_in_use("write", path), made_writable(self.local(path)):
            # Also where it may be moved: the copy gets the rights of its folder, a moved file keeps those of staging.
            copy_whole(staged, Path(native(beside(path))), Path(native(path)), sha256)

    def place_folder(self, staged: Path, path: PureWindowsPath) -> None:
        _refuse_if_there(self.entry(path), path, "write")
        self._need_parent(path, "write")
        with reporting_in_use("write", path):
            copy_tree(_long(PureWindowsPath(staged)), _long(beside(path)), _long(path))

    def move_file(self, path: PureWindowsPath, to: PureWindowsPath) -> None:
        there = self.entry(path)
        if there is not None and there.kind == "directory":
            raise refusal(ErrorCode.InvalidParameter, "move", str(path), "it is a folder")
        if path != to:  # another case of the same name is a rename
            _refuse_if_there(self.entry(to), to, "move to")
        self._need_parent(to, "move to")
        with reporting_in_use("move", path):
            try:
                os.rename(native(path), native(to))
            except OSError as error:
                if error.winerror != _OTHER_VOLUME:
                    raise
                copy_whole(Path(native(path)), Path(native(beside(to))), Path(native(to)))
                os.unlink(native(path))

    def remove_file(self, path: PureWindowsPath) -> None:
        there = self.entry(path)
        if there is None:
            return
        if there.kind == "directory":
            raise refusal(ErrorCode.AccessDenied, "remove", str(path), "it is a folder")
        with reporting_in_use("remove", path), made_writable(self.local(path)):
            if there.kind == "link" and os.lstat(native(path)).st_file_attributes & stat.FILE_ATTRIBUTE_DIRECTORY:
                os.rmdir(native(path))  # a link to a folder is removed as one
            else:
                os.unlink(native(path))

    def make_link(self, path: PureWindowsPath, target: PureWindowsPath) -> None:
        _refuse_if_there(self.entry(path), path, "link")
        self._need_parent(path, "link")
        with as_host_error("link", path):
            os.symlink(native(target), native(path))
        if not os.path.lexists(native(path)):
            raise refusal(ErrorCode.AccessDenied, "link", str(path), "Windows reported success and made no link")

    def zone(self, path: PureWindowsPath) -> Zone | None:
        with as_host_error("read", path):
            return read_mark(native(path))

    def mark_zone(self, path: PureWindowsPath, zone: Zone, url: str = "") -> None:
        from wingetpy.hosts.windows.attachments import mark  # late: start time

        self._need_file(path)
        with reporting_in_use("mark", path):
            mark(native(path), zone, url)

    def check_download(self, path: PureWindowsPath, url: str) -> bool:
        from wingetpy.hosts.windows.attachments import passed_check  # late: start time

        self._need_file(path)
        return passed_check(path, url)

    def _need_file(self, path: PureWindowsPath) -> None:
        if not os.path.isfile(native(path)):
            raise refusal(ErrorCode.FileNotFound, "check", str(path))

    def search_path(self, scope: Scope) -> builtins.list[str]:
        return self._search_path.elements(scope)

    def add_to_search_path(self, scope: Scope, element: PureWindowsPath) -> None:
        self._search_path.add(scope, element)

    def remove_from_search_path(self, scope: Scope, element: PureWindowsPath) -> None:
        self._search_path.remove(scope, element)

    def load_font(self, path: PureWindowsPath) -> None:
        if not session_fonts.load_font(native(path)):
            raise refusal(ErrorCode.FontInstallFailed, "load", str(path), "Windows finds no font in it")

    def unload_font(self, path: PureWindowsPath) -> None:
        session_fonts.unload_font(native(path))

    @cached_property
    def _links_possible(self) -> bool:
        """Found out by making one: rights, developer mode and file system decide together."""
        probe = Path(native(known_folder(KnownFolder.temp) / f"wingetpy-link-{os.getpid()}"))
        try:
            os.symlink("nowhere", probe)
            made = os.path.lexists(probe)
            probe.unlink(missing_ok=True)
        except OSError:
            return False
        return made

    def _need_parent(self, path: PureWindowsPath, doing: str) -> None:
        if not os.path.isdir(native(path.parent)):
            raise refusal(ErrorCode.PathNotFound, doing, str(path))


def _refuse_if_there(there: FileEntry | None, path: PureWindowsPath, doing: str) -> None:
    if there is not None:
        raise refusal(ErrorCode.AlreadyExists, doing, str(path))


def _name_as_written(path: PureWindowsPath) -> str:
    """The last name of a path with the case it was written in."""
    found = wintypes.WIN32_FIND_DATAW()
    handle = kernel32.FindFirstFileW(native(path), ctypes.byref(found))
    if handle == INVALID_HANDLE_VALUE:
        return path.name
    kernel32.FindClose(handle)
    return found.cFileName


def _entry(path: PureWindowsPath, status: os.stat_result) -> FileEntry:
    kind: EntryKind = "directory" if stat.S_ISDIR(status.st_mode) else "file"
    if status.st_file_attributes & stat.FILE_ATTRIBUTE_REPARSE_POINT and status.st_reparse_tag in _LINK_TAGS:
        kind = "link"
    return FileEntry(path, kind, status.st_size if kind == "file" else 0)
