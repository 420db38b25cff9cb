"""What goes wrong on the small machine on purpose: `faults.json`, WINGETPY_FAULTS or a test."""

from __future__ import annotations

import time
from collections.abc import Callable
from fnmatch import fnmatchcase
from pathlib import Path, PureWindowsPath

import msgspec

from wingetpy.errors import ErrorCode
from wingetpy.errors.system import refusal
from wingetpy.hosts.change import Change
from wingetpy.hosts.counting import Moment
from wingetpy.hosts.sandbox.settings_file import SettingsFile
from wingetpy.hosts.zones import refused_download
from wingetpy.model.file_names import fold

FILE_NAME = "faults.json"
VARIABLE = "WINGETPY_FAULTS"

Patterns = tuple[str, ...]


class Faults(
    msgspec.Struct, frozen=True, rename="pascal", kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """What can be set, with the members of the JSON in PascalCase.

    Patterns are machine paths, registry keys (`HKCU\\Software\\...`) or PATH elements (`User PATH: C:\\...`),
    compared without case; `*` and `?` stand for what they usually do. A folder that is placed counts with each file
    in it. A download in `bad_downloads` does not pass the security check. `disk_full_after` counts the bytes that this
    process places; `seconds_per_change` is how slow the machine is.
    """

    disk_full: Patterns = ()
    disk_full_after: int | None = None
    access_denied: Patterns = ()
    file_in_use: Patterns = ()
    bad_downloads: Patterns = ()
    kill_at_change: int | None = None
    kill_moment: Moment = Moment.before
    seconds_per_change: float = 0


def faults_file(root: Path, override: Faults | None) -> SettingsFile[Faults]:
    return SettingsFile(root / FILE_NAME, Faults, VARIABLE, override)


def write_faults(root: Path, faults: Faults) -> None:
    """Set the faults of a sandbox that other processes use."""
    (root / FILE_NAME).write_bytes(msgspec.json.encode(faults))


class FaultInjector:
    """A watcher that refuses changes as the faults of the moment say.

    Args:
        faults: What goes wrong.
        native: Gives the native path of a machine path, to name the programs that really hold a file in use.
    """

    def __init__(self, faults: SettingsFile[Faults], native: Callable[[PureWindowsPath], Path]) -> None:
        self._faults = faults
        self._native = native
        self._placed = 0

    def before(self, change: Change) -> None:
        faults = self._faults.current()
        if faults.seconds_per_change:
            time.sleep(faults.seconds_per_change)
        self._refuse_matching(change, faults.access_denied, ErrorCode.AccessDenied)
        self._refuse_matching(change, faults.file_in_use, ErrorCode.FileInUse)
        if change.what in ("place_file", "place_folder", "make_directory"):
            self._refuse_matching(change, faults.disk_full, ErrorCode.DiskFull)
        if change.what == "check_download" and _matches(change.target, faults.bad_downloads):
            raise refused_download(change.target, "it is bad on purpose")
        limit = faults.disk_full_after
        if limit is not None and change.staged is not None:
            size = _size(change.staged)
            if self._placed + size > limit:
                raise refusal(ErrorCode.DiskFull, "write", change.target)
            self._placed += size

    def after(self, change: Change) -> None:
        pass

    def _refuse_matching(self, change: Change, patterns: Patterns, code: ErrorCode) -> None:
        if not patterns:
            return
        for target in _targets(change):
            if _matches(target, patterns):
                raise refusal(code, "change", target, held_by=self._holders(code, target))

    def _holders(self, code: ErrorCode, target: str) -> tuple[str, ...]:
        from wingetpy.hosts.sandbox.holders import programs_holding  # late: start time

        path = PureWindowsPath(target)
        return programs_holding(self._native(path)) if code is ErrorCode.FileInUse and path.drive else ()


def _matches(target: str, patterns: Patterns) -> bool:
    return any(fnmatchcase(fold(target), fold(pattern)) for pattern in patterns)


def _targets(change: Change) -> list[str]:
    """What a change is done to: the paths, of a folder that is placed also what is in it, or the target in words."""
    below = _files_in(change.staged) if change.what == "place_folder" and change.staged is not None else []
    paths = [*change.paths, *(change.paths[0] / one for one in below)]
    return [str(PureWindowsPath(path)) for path in paths] or [change.target]


def _size(staged: Path) -> int:
    if not staged.is_dir():
        return staged.stat().st_size
    return sum((staged / one).stat().st_size for one in _files_in(staged))


def _files_in(folder: Path) -> list[PureWindowsPath]:
    return [PureWindowsPath(one.relative_to(folder)) for one in folder.rglob("*") if one.is_file()]
