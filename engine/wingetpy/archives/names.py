"""The names in an archive: which may become files, and which are refused, with the reason."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import PureWindowsPath

from wingetpy.archives.entry import Entry, refusal
from wingetpy.archives.limits import Limits
from wingetpy.model.file_names import fold, why_name_is_refused

DEEPEST = 100
"""Parts of a path."""
_LONGEST_PATH = 32_000
_why_part_refused = lru_cache(1024)(why_name_is_refused)
"""The same folders are in the path of many entries."""
_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_. +-]{0,100}", re.ASCII)
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


class _Name:
    """One file or folder of the archive; `below` is None for a file."""

    __slots__ = ("below", "path", "spelled")

    def __init__(self, path: PureWindowsPath, spelled: str, *, is_folder: bool) -> None:
        self.path = path
        self.spelled = spelled
        self.below: dict[str, _Name] | None = {} if is_folder else None


class Names:
    """The names taken so far: each new one must be possible on Windows beside them.

    Args:
        archive: What the archive is called in messages.
        limits: How many names there may be, and how long all together.
    """

    def __init__(self, archive: str, limits: Limits) -> None:
        self._archive = archive
        self._top = _Name(PureWindowsPath(), "", is_folder=True)
        self._folders: list[PureWindowsPath] = []
        self._entries_left = self._names_left = limits.names
        self._last_folder: tuple[str, _Name] = ("/", self._top)
        """A folder as an entry wrote it, with its name: the next entries mostly lie in the same one."""
        self._letters_left = limits.letters

    @property
    def folders(self) -> list[PureWindowsPath]:
        """All folders, those that are named and those on the way to a file; parents first."""
        return sorted(self._folders, key=lambda folder: len(folder.parts))

    def take(self, entry: Entry) -> PureWindowsPath:
        """The relative path of the next entry; one without parts is the top folder itself.

        Raises:
            ArchiveUnsafe: The entry may not become a file, naming it and why.
        """
        folder, _, last = entry.name.rpartition("/")
        if folder == self._last_folder[0] and entry.why_refused is None and not entry.is_folder and _is_plain(last):
            self._count(entry)
            return self._next(self._last_folder[1], last, entry, is_folder=False).path
        reason = _why_name_refused(entry.name) or entry.why_refused
        if reason:
            raise refusal(self._archive, entry.name, reason)
        self._count(entry)
        parts = [part for part in entry.name.replace("/", "\\").split("\\") if part not in ("", ".")]
        at = self._top
        for place, part in enumerate(parts, 1):
            if place == len(parts) and not entry.is_folder and parts[:-1] == folder.split("/"):
                self._last_folder = (folder, at)
            at = self._next(at, part, entry, is_folder=entry.is_folder or place < len(parts))
        return at.path

    def _count(self, entry: Entry) -> None:
        self._entries_left -= 1  # an entry may name a folder that another one has named
        if self._entries_left < 0:
            raise refusal(self._archive, entry.name, "the archive has too many entries")

    def _next(self, at: _Name, part: str, entry: Entry, *, is_folder: bool) -> _Name:
        """Return what a part names in a folder, made if it is new."""
        assert at.below is not None, "only folders are looked into"
        folded = fold(part)
        known = at.below.get(folded)
        if known is None:
            known = at.below[folded] = self._new(at.path / part, part, entry, is_folder=is_folder)
            return known
        if known.spelled != part:
            reason = f"its part '{part}' differs from '{known.spelled}' in case only"
        elif (known.below is not None) != is_folder:
            reason = "it is a file and a folder at once"
        elif not is_folder:
            reason = "the archive has this file twice"
        else:
            return known
        raise refusal(self._archive, entry.name, reason)

    def _new(self, path: PureWindowsPath, spelled: str, entry: Entry, *, is_folder: bool) -> _Name:
        self._names_left -= 1
        self._letters_left -= len(str(path))
        if self._names_left < 0 or self._letters_left < 0:
            raise refusal(self._archive, entry.name, "the archive has too many files and folders")
        if is_folder:
            self._folders.append(path)
        return _Name(path, spelled, is_folder=is_folder)


def _is_plain(part: str) -> bool:
    """Whether the last part of a path is good beyond doubt; what is not is looked at with the whole path."""
    return _PLAIN.fullmatch(part) is not None and _why_part_refused(part) is None


def _why_name_refused(name: str) -> str | None:
    if "\0" in name:
        return "its name holds a NUL character"
    if len(name) > _LONGEST_PATH:
        return "its path is too long"
    if _LONE_SURROGATE.search(name):
        return "its name is not Unicode text"
    path = name.replace("/", "\\")
    if path.startswith("\\\\"):
        return "its path is a network or device path"
    if path.startswith("\\"):
        return "its path is absolute"
    if len(path) > 1 and path[1] == ":" and path[0].isalpha():
        return "its path begins with a drive letter"
    *folders, last = path.removeprefix(".\\").split("\\")
    parts = folders if last == "" else [*folders, last]
    if len(parts) > DEEPEST:
        return f"its path has more than {DEEPEST} parts"
    for part in parts:
        if part == "..":
            return "its path leads outside of the folder"
        if part == ".":
            continue
        if part == "":
            return "a name in its path is empty"
        if ":" in part:
            return f"{part!r} names an alternate stream"
        if reason := _why_part_refused(part):
            return f"{part!r} {reason}"
    return None
