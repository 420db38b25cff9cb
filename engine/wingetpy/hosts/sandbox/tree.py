"""From machine paths to the folder behind them: `C:\\Users\\user` is `C/Users/user` in the root, whatever the case.

The file system may tell cases apart; names are therefore looked up without case, and an entry that is not there is
written as asked. A link that leads out of the root is not followed.
"""

from __future__ import annotations

import os
from pathlib import Path, PureWindowsPath

from wingetpy.errors import ErrorCode
from wingetpy.errors.system import refusal
from wingetpy.hosts.names import checked, no_such_drive
from wingetpy.model.file_names import fold

_TELLS_CASES_APART = os.name == "posix"
"""Where the file system does not, a name that is found need not be the one that was written."""


class MachineTree:
    """The drives of the small machine.

    Args:
        root: Holds a folder for each drive, named by its letter.
    """

    def __init__(self, root: Path) -> None:
        self._root = os.path.realpath(root)

    def native(self, path: PureWindowsPath) -> Path:
        """The native path behind a machine path; its last name is not followed if it is a link.

        Raises:
            HostError: The path cannot be one on Windows, its drive is not one of the machine's, or a folder on the
            way is
                a link out of the root.
        """
        names = checked(path).parts[1:]
        at = self._drive(path)
        for depth, name in enumerate(names):
            found = _entry_without_case(at, name)
            if found is None:
                return Path(at, *names[depth:])
            at = found
            if depth < len(names) - 1 and os.path.islink(at):
                at = self._followed(at, path)
        return Path(at)

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


def _entry_without_case(folder: str, name: str) -> str | None:
    exact = os.path.join(folder, name)
    if _TELLS_CASES_APART and os.path.lexists(exact):
        return exact
    folded = fold(name)
    try:
        with os.scandir(folder) as entries:
            return next((entry.path for entry in entries if fold(entry.name) == folded), None)
    except (FileNotFoundError, NotADirectoryError):
        return None
