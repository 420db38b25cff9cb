"""The names in an archive: which may become files, and which are refused, with the reason."""

from __future__ import annotations

from pathlib import PureWindowsPath

from wingetpy.archives.entry import Entry, refusal
from wingetpy.model.file_names import fold, why_name_is_refused

_LONGEST_PATH = 32_000


class Names:
    """The names taken so far: each new one must be possible on Windows beside them.

    Args:
        archive: What the archive is called in messages.
    """

    def __init__(self, archive: str) -> None:
        self._archive = archive
        self._spelled: dict[tuple[str, ...], str] = {}
        self._files: set[tuple[str, ...]] = set()
        self._folders: dict[tuple[str, ...], PureWindowsPath] = {}

    @property
    def folders(self) -> list[PureWindowsPath]:
        """All folders, those that are named and those on the way to a file; parents first."""
        return sorted(self._folders.values(), key=lambda folder: len(folder.parts))

    def take(self, entry: Entry) -> PureWindowsPath:
        """The relative path of the next entry; one without parts is the top folder itself.

        Raises:
            ArchiveUnsafe: The entry may not become a file, naming it and why.
        """
        reason = _why_name_refused(entry.name) or entry.why_refused
        if reason:
            raise refusal(self._archive, entry.name, reason)
        parts = tuple(part for part in entry.name.replace("/", "\\").split("\\") if part not in ("", "."))
        folded = tuple(map(fold, parts))
        path = PureWindowsPath(*parts)
        if parts and (reason := self._why_taken(parts, folded, entry.is_folder)):
            raise refusal(self._archive, entry.name, reason)
        above = folded if entry.is_folder else folded[:-1]
        folder = path if entry.is_folder else path.parent
        while above and above not in self._folders:
            self._folders[above] = folder
            above, folder = above[:-1], folder.parent
        return path

    def _why_taken(self, parts: tuple[str, ...], folded: tuple[str, ...], is_folder: bool) -> str | None:
        for length in range(len(parts), 0, -1):
            spelled = parts[length - 1]
            known = self._spelled.setdefault(folded[:length], spelled)
            if known != spelled:
                return f"its part '{spelled}' differs from '{known}' in case only"
            if folded[:length] in self._files:
                return "the archive has this file twice" if length == len(parts) and not is_folder else _BOTH
        if not is_folder:
            if folded in self._folders:
                return _BOTH
            self._files.add(folded)
        return None


_BOTH = "it is a file and a folder at once"


def _why_name_refused(name: str) -> str | None:
    if "\0" in name:
        return "its name holds a NUL character"
    if len(name) > _LONGEST_PATH:
        return "its path is too long"
    path = name.replace("/", "\\")
    if path.startswith("\\\\"):
        return "its path is a network or device path"
    if path.startswith("\\"):
        return "its path is absolute"
    if len(path) > 1 and path[1] == ":" and path[0].isalpha():
        return "its path begins with a drive letter"
    *folders, last = path.removeprefix(".\\").split("\\")
    for part in folders if last == "" else [*folders, last]:
        if part == "..":
            return "its path leads outside of the folder"
        if part == ".":
            continue
        if part == "":
            return "a name in its path is empty"
        if ":" in part:
            return f"{part!r} names an alternate stream"
        if reason := why_name_is_refused(part):
            return f"{part!r} {reason}"
    return None
