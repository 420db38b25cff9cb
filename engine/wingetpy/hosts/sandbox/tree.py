"""From machine paths to the folder behind them: `C:\\Users\\user` is `C/Users/user` in the root, whatever the case.

The file system may tell cases apart; names are therefore looked up without case, and an entry that is not there is
written as asked. A link that leads out of the root is not followed.
"""

from __future__ import annotations

import os
import time
from pathlib import Path, PureWindowsPath

from wingetpy.errors import ErrorCode
from wingetpy.errors.system import refusal
from wingetpy.hosts.names import checked, no_such_drive
from wingetpy.model.file_names import fold, why_name_is_refused

_TELLS_CASES_APART = os.name == "posix"
"""Where the file system does not, a name that is found need not be the one that was written."""
_SAME_SECONDS = 0.5
_MOST_FOLDERS = 1000


class MachineTree:
    """The drives of the small machine.

    Args:
        root: Holds a folder for each drive, named by its letter.
    """

    def __init__(self, root: Path) -> None:
        self._root = os.path.realpath(root)
        self._folders: dict[str, _Folder] = {}

    def native(self, path: PureWindowsPath) -> Path:
        """The native path behind a machine path; its last name is not followed if it is a link.

        Raises:
            HostError: The path cannot be one on Windows, its drive is not one of the machine's, or a folder on the
                way is a link out of the root.
        """
        above, _, name = str(path).rpartition("\\")
        folder = self._folders.get(above)
        if folder is None or why_name_is_refused(name) or not folder.is_current():
            return self._found(path, above)
        return Path(_entry_without_case(folder.native, name) or os.path.join(folder.native, name))

    def _found(self, path: PureWindowsPath, above: str) -> Path:
        """Look a path up, name by name, and remember the folder that it lies in, whose path is `above`, unless a link
        leads there, which may soon lead elsewhere."""
        names = checked(path).parts[1:]
        at = self._drive(path)
        links = False
        for depth, name in enumerate(names):
            if depth == len(names) - 1 and not links and os.path.isdir(at):
                self._remember(above, at)
            found = _entry_without_case(at, name)
            if found is None:
                return Path(at, *names[depth:])
            at = found
            if depth < len(names) - 1 and os.path.islink(at):
                links = True
                at = self._followed(at, path)
        return Path(at)

    def _remember(self, above: str, native: str) -> None:
        if len(self._folders) >= _MOST_FOLDERS:
            self._folders.clear()
        self._folders[above] = _Folder(native)

    def machine(self, native: str) -> PureWindowsPath | None:
        """The machine path for a native one; None if it lies outside of the drives."""
        inside = os.path.relpath(native, self._root)
        drive, *names = inside.split(os.sep)
        return PureWindowsPath(f"{drive.upper()}:\\", *names) if len(drive) == 1 and drive.isalpha() else None

    def _drive(self, path: PureWindowsPath) -> str:
        letter = path.drive[:-1]
        folder = _entry_without_case(self._root, letter) if len(letter) == 1 and letter.isalpha() else None
        if folder is None:
            raise no_such_drive(path)
        return folder

    def _followed(self, link: str, path: PureWindowsPath) -> str:
        target = os.path.realpath(link)
        if self.machine(target) is None:
            raise refusal(ErrorCode.AccessDenied, "use", str(path), "a link on the way leads out of the sandbox")
        return target


class _Folder:
    """A folder that was looked up, and is the same for a moment, while the file system has it under that path."""

    __slots__ = ("_identity", "_until", "native")

    def __init__(self, native: str) -> None:
        self.native = native
        self._identity = _identity(native)
        self._until = time.monotonic() + _SAME_SECONDS

    def is_current(self) -> bool:
        return time.monotonic() < self._until and _identity(self.native) == self._identity


def _identity(native: str) -> tuple[int, int] | None:
    try:
        status = os.lstat(native)  # a link that was put in its place is another one
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _entry_without_case(folder: str, name: str) -> str | None:
    exact = os.path.join(folder, name)
    if _TELLS_CASES_APART and os.path.lexists(exact):
        return exact
    if _TELLS_CASES_APART and name.isascii() and name.lower() == name.upper():
        return None  # no letters: nothing else has the same name
    folded = fold(name)
    try:
        found = next((one for one in os.listdir(folder) if fold(one) == folded), None)
    except (FileNotFoundError, NotADirectoryError):
        return None
    return None if found is None else os.path.join(folder, found)
