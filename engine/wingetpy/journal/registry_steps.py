"""Steps that change the registry, PATH in it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PureWindowsPath
from typing import ClassVar, Literal

import msgspec

from wingetpy.hosts.files import Files, KnownFolder
from wingetpy.hosts.host import Host
from wingetpy.hosts.registry import Hive, RegistryValue, View
from wingetpy.hosts.search_path import comparable
from wingetpy.journal.step import BaseStep
from wingetpy.model.scope import Scope

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


class SetValue(BaseStep, frozen=True, kw_only=True, tag="set-value"):
    """Write one registry value. `previous` is the value before, `made_from` the topmost key that this write makes."""

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

    def sentence(self) -> str:
        return _of_entry(self, "Write")


class RemoveValue(BaseStep, frozen=True, kw_only=True, tag="remove-value"):
    """Remove one registry value; `previous` is its data."""

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

    def sentence(self) -> str:
        return _of_entry(self, "Update")


class StoredKey(msgspec.Struct, frozen=True):
    """A registry key below the one that is removed (`path` is relative, empty for the key itself), with its values."""

    path: str
    values: dict[str, StoredValue]


class RemoveKey(BaseStep, frozen=True, kw_only=True, tag="remove-key"):
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

    def sentence(self) -> str:
        return _of_entry(self, "Remove")


class AddToPath(BaseStep, frozen=True, kw_only=True, tag="add-to-path"):
    """Append an element that PATH does not have. Whether it was this step that appended it cannot be seen later."""

    alone: ClassVar[bool] = True

    scope: Scope
    element: str

    def do(self, host: Host) -> None:
        host.files.add_to_search_path(self.scope, PureWindowsPath(self.element))

    def undo(self, host: Host) -> str | None:
        if on_search_path(host.files, self.scope, PureWindowsPath(self.element)):
            host.files.remove_from_search_path(self.scope, PureWindowsPath(self.element))
        return None

    def sentence(self) -> str:
        return f"Add {self.element} to PATH"


class RemoveFromPath(BaseStep, frozen=True, kw_only=True, tag="remove-from-path"):
    """Remove an element of PATH. Its place among the others could not be restored, so it is done when the rest is
    complete."""

    scope: Scope
    element: str

    def do(self, host: Host) -> None:
        host.files.remove_from_search_path(self.scope, PureWindowsPath(self.element))

    def undo(self, host: Host) -> str | None:
        host.files.add_to_search_path(self.scope, PureWindowsPath(self.element))
        return None

    def sentence(self) -> str:
        return f"Remove {self.element} from PATH"


def on_search_path(files: Files, scope: Scope, element: PureWindowsPath) -> bool:
    """Whether PATH has an element, however it is written."""
    variables = {name: str(files.known_folder(folder)) for name, folder in _VARIABLES.items()}
    wanted = comparable(str(element), {})
    return any(comparable(one, variables) == wanted for one in files.search_path(scope))


def named(values: Mapping[str, RegistryValue], name: str) -> RegistryValue | None:
    """The value with this name, whatever its case."""
    return next((value for key, value in values.items() if key.lower() == name.lower()), None)


def _of_entry(step: SetValue | RemoveValue | RemoveKey, verb: str) -> str:
    """The sentence of a registry step: an Apps & Features entry has no key for a person."""
    above = step.key.rpartition("\\")[0].lower()
    if above.endswith("\\currentversion\\uninstall"):
        return f"{verb} the Apps & Features entry"
    return f"{verb} the registry key {step.hive}\\{step.key}"


def _remove_empty_keys(host: Host, hive: Hive, view: View, key: str, upto: str) -> None:
    """From `key` upwards to `upto`: remove what holds nothing."""
    while len(key) >= len(upto):
        values = host.registry.values(hive, key, view)
        if values or host.registry.subkeys(hive, key, view):
            return
        if values is not None:
            host.registry.delete_key(hive, key, view)
        key = key.rpartition("\\")[0]
