"""The script of an operation: its steps in order, found by looking at the machine as it is and as earlier steps will
leave it.

A script changes nothing; it is written to the journal and then done, step by step (`journal/execution.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from pathlib import PureWindowsPath

from wingetpy.errors import ErrorCode, HostError
from wingetpy.hosts.files import EntryKind, FileEntry, Files
from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import Hive, RegistryValue, View
from wingetpy.journal.file_steps import (
    MakeDirectory,
    MakeLink,
    MoveAway,
    PlacedFile,
    PlaceFile,
    PlaceFolder,
    RemoveDirectory,
    RemoveLink,
)
from wingetpy.journal.registry_steps import (
    AddToPath,
    RemoveFromPath,
    RemoveKey,
    RemoveValue,
    SetValue,
    StoredKey,
    StoredValue,
    named,
    on_search_path,
)
from wingetpy.journal.steps import Step
from wingetpy.model.scope import Scope


class Script:
    """Steps to be done, and what the machine will be after them.

    Args:
        host: The machine, for looking.
        backup: The machine folder in staging that takes what is moved away; it is there and empty.

    Attributes:
        steps: What is done and, should one of them fail, undone.
        last: What is done once the steps are complete and is not undone.
        warnings: What the user should know of: sentences.
        code: What names the installed thing in the record, where the plan could not know it; empty: what the plan says.
    """

    def __init__(self, host: Host, backup: PureWindowsPath) -> None:
        self.steps: list[Step] = []
        self.last: list[Step] = []
        self.warnings: list[str] = []
        self.code = ""
        self.files: Files = host.files
        self._host = host
        self._backup = backup
        self._listings: dict[PureWindowsPath, dict[PureWindowsPath, FileEntry]] = {}
        self._hashes: dict[PureWindowsPath, str] = {}
        self._gone: set[PureWindowsPath] = set()
        self._new: dict[PureWindowsPath, EntryKind] = {}
        self._new_in: dict[PureWindowsPath, int] = {}
        self._backups: dict[PureWindowsPath, PureWindowsPath] = {}
        self._keys: set[tuple[Hive, View, str]] = set()

    def entry(self, path: PureWindowsPath) -> FileEntry | None:
        """What the machine has under a path now. Each folder is listed once."""
        if path == path.parent:
            return self.files.entry(path)
        try:
            return self._listing(path.parent).get(path)
        except HostError:  # a folder that may be used and not be listed
            return self.files.entry(path)

    def sha256(self, path: PureWindowsPath) -> str:
        """The hash of a file as it is now; each is read once."""
        if path not in self._hashes:
            self._hashes[path] = self.files.sha256(path)
        return self._hashes[path]

    def kind(self, path: PureWindowsPath) -> EntryKind | None:
        """What will be under a path."""
        if path in self._new:
            return self._new[path]
        if path in self._gone:
            return None
        entry = self.entry(path)
        return entry.kind if entry else None

    def make_folders(self, path: PureWindowsPath) -> bool:
        """Make a folder and those above it that are missing. Whether the folder itself was missing.

        Raises:
            HostError: a file or a link has the name of the folder, or of one above it.
        """
        kind = self.kind(path)
        if kind == "directory" or path == path.parent:
            return False
        if kind == "link" and self.files.local(path).is_dir():
            return False
        if kind is not None:
            raise HostError(
                f"The folder '{path}' cannot be made: a file has that name.",
                code=ErrorCode.PathNotFound,
                category="ResourceExists",
                target=str(path),
                remedy="Move the file away or choose another location.",
            )
        self.make_folders(path.parent)
        self.steps.append(MakeDirectory(path=str(path)))
        self._is_new(path, "directory")
        return True

    def place(self, path: PureWindowsPath, staged: PureWindowsPath, sha256: str) -> None:
        self.make_folders(path.parent)
        backup = self._backups.get(path)
        self.steps.append(
            PlaceFile(
                path=str(path),
                staged=str(staged),
                sha256=sha256,
                backup=str(backup) if backup else "",
                move=self._backup.parent in staged.parents,
            )
        )
        self._is_new(path, "file")

    def place_folder(
        self,
        path: PureWindowsPath,
        staged: PureWindowsPath,
        files: Mapping[PureWindowsPath, str],
        folders: Iterable[PureWindowsPath],
    ) -> None:
        """Place a staged folder where there is nothing.

        Args:
            path: Its place.
            staged: The folder in staging; it holds nothing but `files` and `folders`.
            files: SHA-256 by relative path.
            folders: Relative paths.
        """
        self.make_folders(path.parent)
        self._is_new(path, "directory")
        below = {*folders, *(parent for file in files for parent in file.parents if parent.parts)}
        for folder in below:
            self._is_new(path / folder, "directory")
        for file in files:
            self._is_new(path / file, "file")
        self.steps.append(
            PlaceFolder(
                path=str(path),
                staged=str(staged),
                files=tuple(PlacedFile(str(file), sha256) for file, sha256 in files.items()),
                folders=tuple(str(folder) for folder in sorted(below, key=lambda one: len(one.parts))),
            )
        )

    def move_away(self, path: PureWindowsPath) -> None:
        """A file or link goes into the backup folder."""
        backup = self._backup / str(len(self.steps))
        self.steps.append(MoveAway(path=str(path), backup=str(backup)))
        self._backups[path] = backup
        self._is_gone(path)

    def make_link(self, path: PureWindowsPath, target: PureWindowsPath) -> None:
        """Make a link, unless it is there; anything else of that name is moved away first."""
        kind = self.kind(path)
        if kind == "link" and self.files.read_link(path) == target:
            return
        if kind == "link":
            self.remove_link(path, target)
        elif kind is not None:
            self.move_away(path)
        self.make_folders(path.parent)
        self.steps.append(MakeLink(path=str(path), target=str(target)))
        self._is_new(path, "link")

    def remove_link(self, path: PureWindowsPath, target: PureWindowsPath) -> None:
        """Remove a link, if one is there; `target` where it should point. What is no link is left."""
        if self.kind(path) != "link":
            return
        self.steps.append(RemoveLink(path=str(path), target=str(self.files.read_link(path) or target)))
        self._is_gone(path)

    def remove_folder_if_empty(self, path: PureWindowsPath) -> None:
        if self.kind(path) == "directory" and self.will_be_empty(path):
            self.steps.append(RemoveDirectory(path=str(path)))
            self._is_gone(path)

    def remove_tree(self, path: PureWindowsPath) -> None:
        """Everything in a folder goes, and the folder. Links are removed, never followed."""
        if self.kind(path) != "directory":
            return
        for entry in self._listing(path).values():
            if self.kind(entry.path) == "directory":
                self.remove_tree(entry.path)
            elif self.kind(entry.path) is not None:
                self.move_away(entry.path)
        self.remove_folder_if_empty(path)

    def remove_files_below(self, path: PureWindowsPath, keep: Collection[PureWindowsPath]) -> None:
        """Move away the files and links in a folder and its folders, but those to keep. Links are never followed."""
        for entry in self.files.list(path):
            kind = self.kind(entry.path)
            if kind == "directory":
                self.remove_files_below(entry.path, keep)
                self.remove_folder_if_empty(entry.path)
            elif kind is not None and entry.path not in keep:
                self.move_away(entry.path)

    def will_be_empty(self, path: PureWindowsPath) -> bool:
        """Whether nothing will be left in a folder (or the folder is not there)."""
        if self._new_in.get(path):
            return False
        return all(self.kind(entry.path) is None for entry in self._listing(path).values())

    def set_value(self, hive: Hive, key: str, view: View, name: str, value: RegistryValue) -> None:
        previous = named(self._host.registry.values(hive, key, view) or {}, name)
        made_from = None if (hive, view, key) in self._keys else self._topmost_missing(hive, key, view)
        self._keys.add((hive, view, key))
        self.steps.append(
            SetValue(
                hive=hive,
                key=key,
                view=view,
                name=name,
                value=StoredValue.of(value),
                previous=StoredValue.of(previous) if previous else None,
                made_from=made_from,
            )
        )

    def remove_value(self, hive: Hive, key: str, view: View, name: str) -> None:
        previous = named(self._host.registry.values(hive, key, view) or {}, name)
        if previous is not None:
            stored = StoredValue.of(previous)
            self.steps.append(RemoveValue(hive=hive, key=key, view=view, name=name, previous=stored))

    def remove_key(self, hive: Hive, key: str, view: View) -> None:
        if self._host.registry.values(hive, key, view) is not None:
            content = tuple(self._content(hive, key, view, ""))
            self.steps.append(RemoveKey(hive=hive, key=key, view=view, content=content))

    def add_to_path(self, scope: Scope, element: PureWindowsPath) -> bool:
        """Append an element, unless it is on PATH. Whether it was appended."""
        if on_search_path(self.files, scope, element):
            return False
        self.steps.append(AddToPath(scope=scope, element=str(element)))
        return True

    def remove_from_path(self, scope: Scope, element: PureWindowsPath) -> None:
        """Remove an element when all else is complete: its place could not be given back."""
        if on_search_path(self.files, scope, element):
            self.last.append(RemoveFromPath(scope=scope, element=str(element)))

    def added_to_path(self) -> list[str]:
        return [step.element for step in self.steps if isinstance(step, AddToPath)]

    def removed_from_path(self) -> list[str]:
        return [step.element for step in self.last if isinstance(step, RemoveFromPath)]

    def _listing(self, folder: PureWindowsPath) -> Mapping[PureWindowsPath, FileEntry]:
        if folder not in self._listings:
            self._listings[folder] = {entry.path: entry for entry in self.files.list(folder)}
        return self._listings[folder]

    def _is_new(self, path: PureWindowsPath, kind: EntryKind) -> None:
        if path not in self._new:
            self._new_in[path.parent] = self._new_in.get(path.parent, 0) + 1
        self._new[path] = kind

    def _is_gone(self, path: PureWindowsPath) -> None:
        if self._new.pop(path, None) is not None:
            self._new_in[path.parent] -= 1
        self._gone.add(path)

    def _topmost_missing(self, hive: Hive, key: str, view: View) -> str | None:
        missing: str | None = None
        while key and self._host.registry.values(hive, key, view) is None:
            missing, key = key, key.rpartition("\\")[0]
        return missing

    def _content(self, hive: Hive, key: str, view: View, below: str) -> list[StoredKey]:
        full = f"{key}\\{below}" if below else key
        values = self._host.registry.values(hive, full, view) or {}
        found = [StoredKey(below, {name: StoredValue.of(value) for name, value in values.items()})]
        for name in self._host.registry.subkeys(hive, full, view):
            found += self._content(hive, key, view, f"{below}\\{name}" if below else name)
        return found
