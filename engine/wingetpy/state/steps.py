"""The steps of an operation: what is changed on the machine, one change each, with all that is needed to take it back.

A step is a value. It is written to the journal before it is done (`state/journal.py`), so `undo` must be right
whatever the
process had reached: nothing done, half done, done, undone already. It therefore looks at the machine first and
touches only
what the step itself has made. What it finds changed by somebody else it leaves, and says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PureWindowsPath
from typing import Literal

import msgspec

from wingetpy.errors import HostError
from wingetpy.hosts.base import Files, Hive, Host, KnownFolder, RegistryValue, Scope, View
from wingetpy.hosts.names import beside
from wingetpy.hosts.search_path import comparable
from wingetpy.state.tracking import TrackedPackage, open_tracking

_VARIABLES = {
    "localappdata": KnownFolder.local_app_data,
    "programfiles": KnownFolder.program_files,
    "programw6432": KnownFolder.program_files,
    "programfiles(x86)": KnownFolder.program_files_x86,
    "programdata": KnownFolder.program_data,
    "userprofile": KnownFolder.profile,
    "systemroot": KnownFolder.windows,
    "windir": KnownFolder.windows,
}
"""What an element of PATH may be written with."""


class StoredValue(msgspec.Struct, frozen=True, omit_defaults=True):
    """A registry value as JSON can hold it: the member that is set says which kind of data it is."""

    kind: Literal["sz", "expand_sz", "dword", "qword", "multi_sz", "binary", "none"]
    text: str | None = None
    number: int | None = None
    texts: tuple[str, ...] | None = None
    raw: bytes | None = None

    @classmethod
    def of(cls, value: RegistryValue) -> StoredValue:
        match value.data:
            case str(text):
                return cls(value.kind, text=text)
            case int(number):
                return cls(value.kind, number=number)
            case bytes(raw):
                return cls(value.kind, raw=raw)
            case texts:
                return cls(value.kind, texts=texts)

    def value(self) -> RegistryValue:
        for data in (self.text, self.number, self.texts, self.raw):
            if data is not None:
                return RegistryValue(self.kind, data)
        return RegistryValue(self.kind, b"")


class _Step(msgspec.Struct, frozen=True, kw_only=True, tag_field="do", omit_defaults=True):
    """What all steps have in common."""

    def do(self, host: Host) -> None:
        """Change the machine. Raises HostError."""
        raise NotImplementedError

    def in_words(self) -> str:
        """The step for the log and for progress: `place-file C:\\Tools\\tool.exe`."""
        what = type(self).__struct_config__.tag
        targets = [str(getattr(self, name)) for name in ("key", "name", "path", "element") if hasattr(self, name)]
        return " ".join([str(what), "\\".join(targets)]).rstrip()

    def undo(self, host: Host) -> str | None:
        """Take back what `do` made of it. The answer says what had to be left, as a sentence. Raises HostError."""
        raise NotImplementedError


class MakeDirectory(_Step, frozen=True, kw_only=True, tag="make-directory"):
    """Make a folder that was not there."""

    path: str

    def do(self, host: Host) -> None:
        host.files.make_directory(PureWindowsPath(self.path))

    def undo(self, host: Host) -> str | None:
        path = PureWindowsPath(self.path)
        entry = host.files.entry(path)
        if entry is None or entry.kind != "directory":
            return None
        if host.files.list(path):
            return f"The folder '{path}' was left: something else was put into it."
        host.files.remove_directory(path)
        return None


class RemoveDirectory(_Step, frozen=True, kw_only=True, tag="remove-directory"):
    """Remove a folder that is empty by now."""

    path: str

    def do(self, host: Host) -> None:
        host.files.remove_directory(PureWindowsPath(self.path))

    def undo(self, host: Host) -> str | None:
        if host.files.entry(PureWindowsPath(self.path)) is None:
            host.files.make_directory(PureWindowsPath(self.path))
        return None


class PlaceFile(_Step, frozen=True, kw_only=True, tag="place-file"):
    """Put a staged file where nothing stands. `staged` is a machine path in the staging folder, `sha256` what it
    holds."""

    path: str
    staged: str
    sha256: str

    def do(self, host: Host) -> None:
        host.files.place_file(host.files.local(PureWindowsPath(self.staged)), PureWindowsPath(self.path))

    def undo(self, host: Host) -> str | None:
        path = PureWindowsPath(self.path)
        if host.files.entry(beside(path)):
            host.files.remove_file(beside(path))
        entry = host.files.entry(path)
        if entry is None:
            return None
        if entry.kind != "file" or not same_hash(host.files.sha256(path), self.sha256):
            return f"'{path}' was left: it was changed after it was placed."
        host.files.remove_file(path)
        return None


class MoveAway(_Step, frozen=True, kw_only=True, tag="move-away"):
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
            f"'{path}' was made anew by another program; what stood there before lies in '{backup}'.",
            target=str(path),
            remedy="Move one of the two files away and run the command again.",
        )


class MakeLink(_Step, frozen=True, kw_only=True, tag="make-link"):
    """Make a symbolic link where nothing stands."""

    path: str
    target: str

    def do(self, host: Host) -> None:
        host.files.make_link(PureWindowsPath(self.path), PureWindowsPath(self.target))

    def undo(self, host: Host) -> str | None:
        if host.files.read_link(PureWindowsPath(self.path)) == PureWindowsPath(self.target):
            host.files.remove_file(PureWindowsPath(self.path))
        return None


class RemoveLink(_Step, frozen=True, kw_only=True, tag="remove-link"):
    """Remove a symbolic link that points to `target`."""

    path: str
    target: str

    def do(self, host: Host) -> None:
        host.files.remove_file(PureWindowsPath(self.path))

    def undo(self, host: Host) -> str | None:
        if host.files.entry(PureWindowsPath(self.path)) is None:
            host.files.make_link(PureWindowsPath(self.path), PureWindowsPath(self.target))
        return None


class SetValue(_Step, frozen=True, kw_only=True, tag="set-value"):
    """Write one registry value. `previous` is what stood there; `made_from` the topmost key that this write brings
    about."""

    hive: Hive
    key: str
    view: View
    name: str
    value: StoredValue
    previous: StoredValue | None = None
    made_from: str | None = None

    def do(self, host: Host) -> None:
        host.registry.set_value(self.hive, self.key, self.name, self.value.value(), self.view)

    def undo(self, host: Host) -> str | None:
        values = host.registry.values(self.hive, self.key, self.view)
        if values is not None and named(values, self.name) == self.value.value():
            if self.previous is None:
                host.registry.delete_value(self.hive, self.key, self.name, self.view)
            else:
                host.registry.set_value(self.hive, self.key, self.name, self.previous.value(), self.view)
        if self.made_from is not None:
            _remove_empty_keys(host, self.hive, self.view, self.key, self.made_from)
        return None


class RemoveValue(_Step, frozen=True, kw_only=True, tag="remove-value"):
    hive: Hive
    key: str
    view: View
    name: str
    previous: StoredValue

    def do(self, host: Host) -> None:
        host.registry.delete_value(self.hive, self.key, self.name, self.view)

    def undo(self, host: Host) -> str | None:
        values = host.registry.values(self.hive, self.key, self.view)
        if values is not None and named(values, self.name) is None:
            host.registry.set_value(self.hive, self.key, self.name, self.previous.value(), self.view)
        return None


class StoredKey(msgspec.Struct, frozen=True):
    """A registry key below the one that is removed (`path` is relative, empty for the key itself), with its values."""

    path: str
    values: dict[str, StoredValue]


class RemoveKey(_Step, frozen=True, kw_only=True, tag="remove-key"):
    """Remove a registry key with all below it."""

    hive: Hive
    key: str
    view: View
    content: tuple[StoredKey, ...]

    def do(self, host: Host) -> None:
        host.registry.delete_key(self.hive, self.key, self.view)

    def undo(self, host: Host) -> str | None:
        for stored in self.content:
            key = f"{self.key}\\{stored.path}" if stored.path else self.key
            there = host.registry.values(self.hive, key, self.view) or {}
            for name, value in stored.values.items():
                if named(there, name) is None:
                    host.registry.set_value(self.hive, key, name, value.value(), self.view)
        return None


class AddToPath(_Step, frozen=True, kw_only=True, tag="add-to-path"):
    """Append an element that PATH does not have."""

    scope: Scope
    element: str

    def do(self, host: Host) -> None:
        host.files.add_to_search_path(self.scope, PureWindowsPath(self.element))

    def undo(self, host: Host) -> str | None:
        if on_search_path(host.files, self.scope, PureWindowsPath(self.element)):
            host.files.remove_from_search_path(self.scope, PureWindowsPath(self.element))
        return None


class RemoveFromPath(_Step, frozen=True, kw_only=True, tag="remove-from-path"):
    """Remove an element of PATH. Its place among the others could not be given back, so it is done once the rest is
    complete."""

    scope: Scope
    element: str

    def do(self, host: Host) -> None:
        host.files.remove_from_search_path(self.scope, PureWindowsPath(self.element))

    def undo(self, host: Host) -> str | None:
        host.files.add_to_search_path(self.scope, PureWindowsPath(self.element))
        return None


class RememberPackage(_Step, frozen=True, kw_only=True, tag="remember-package"):
    """Write down what was installed. Done last: it says what is so."""

    package: TrackedPackage

    def do(self, host: Host) -> None:
        with open_tracking(host.state_folder()) as tracking:
            tracking.remember(self.package)

    def undo(self, host: Host) -> str | None:
        with open_tracking(host.state_folder()) as tracking:
            tracking.forget(self.package.product_code)
        return None


class ForgetPackage(_Step, frozen=True, kw_only=True, tag="forget-package"):
    """Forget what was removed. Done last; nothing is lost that could not be told without it."""

    product_code: str

    def do(self, host: Host) -> None:
        with open_tracking(host.state_folder()) as tracking:
            tracking.forget(self.product_code)

    def undo(self, host: Host) -> str | None:
        return None


Step = (
    MakeDirectory
    | RemoveDirectory
    | PlaceFile
    | MoveAway
    | MakeLink
    | RemoveLink
    | SetValue
    | RemoveValue
    | RemoveKey
    | AddToPath
    | RemoveFromPath
    | RememberPackage
    | ForgetPackage
)


def on_search_path(files: Files, scope: Scope, element: PureWindowsPath) -> bool:
    """Whether PATH has an element, however it is written."""
    variables = {name: str(files.known_folder(folder)) for name, folder in _VARIABLES.items()}
    wanted = comparable(str(element), {})
    return any(comparable(one, variables) == wanted for one in files.search_path(scope))


def named(values: Mapping[str, RegistryValue], name: str) -> RegistryValue | None:
    """The value with this name, whatever its case."""
    return next((value for key, value in values.items() if key.lower() == name.lower()), None)


def same_hash(one: str, other: str) -> bool:
    """Hashes are compared without case: the reference writes them in lower case, manifests in upper."""
    return one.casefold() == other.casefold()


def _remove_empty_keys(host: Host, hive: Hive, view: View, key: str, upto: str) -> None:
    """From `key` upwards to `upto`: remove what holds nothing."""
    while len(key) >= len(upto):
        values = host.registry.values(hive, key, view)
        if values or host.registry.subkeys(hive, key, view):
            return
        if values is not None:
            host.registry.delete_key(hive, key, view)
        key = key.rpartition("\\")[0]
