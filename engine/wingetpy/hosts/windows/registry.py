"""The registry, through winreg."""

from __future__ import annotations

import sys

assert sys.platform == "win32"

import winreg
from collections.abc import Iterator
from typing import Literal

from wingetpy.errors.system import as_host_error
from wingetpy.hosts.registry import Hive, RegistryValue, View, Watch
from wingetpy.hosts.registry_rules import changeable_key_parts, checked_value, key_parts
from wingetpy.hosts.windows.registry_watch import KeyWatch

Kind = Literal["sz", "expand_sz", "dword", "qword", "multi_sz", "binary", "none"]

_ROOTS = {Hive.machine: winreg.HKEY_LOCAL_MACHINE, Hive.user: winreg.HKEY_CURRENT_USER}
_VIEWS: dict[View, int] = {64: winreg.KEY_WOW64_64KEY, 32: winreg.KEY_WOW64_32KEY}
_TYPES: dict[Kind, int] = {
    "sz": winreg.REG_SZ,
    "expand_sz": winreg.REG_EXPAND_SZ,
    "dword": winreg.REG_DWORD,
    "qword": winreg.REG_QWORD,
    "multi_sz": winreg.REG_MULTI_SZ,
    "binary": winreg.REG_BINARY,
    "none": winreg.REG_NONE,
}
_KINDS: dict[int, Kind] = {number: kind for kind, number in _TYPES.items()}
_NO_MORE_ITEMS = 259
_FLUSHED = (
    (winreg.HKEY_CURRENT_USER, "Environment"),
    (winreg.HKEY_LOCAL_MACHINE, "Software"),
    (winreg.HKEY_LOCAL_MACHINE, r"SYSTEM\CurrentControlSet"),
)


class WindowsRegistry:
    """See `wingetpy.hosts.registry.Registry`."""

    def subkeys(self, hive: Hive, key: str, view: View = 64) -> list[str]:
        with as_host_error("read", f"{hive}\\{key}"):
            try:
                with winreg.OpenKey(_ROOTS[hive], _path(key), 0, winreg.KEY_READ | _VIEWS[view]) as opened:
                    return list(_names_below(opened))
            except FileNotFoundError:
                return []

    def values(self, hive: Hive, key: str, view: View = 64) -> dict[str, RegistryValue] | None:
        with as_host_error("read", f"{hive}\\{key}"):
            try:
                with winreg.OpenKey(_ROOTS[hive], _path(key), 0, winreg.KEY_READ | _VIEWS[view]) as opened:
                    return dict(_values_of(opened))
            except FileNotFoundError:
                return None

    def watch(self, hive: Hive, key: str, view: View = 64) -> Watch:
        with as_host_error("watch", f"{hive}\\{key}"):
            return KeyWatch(_ROOTS[hive], _path(key), _VIEWS[view])

    def set_value(self, hive: Hive, key: str, name: str, value: RegistryValue, view: View = 64) -> None:
        path = "\\".join(changeable_key_parts(key))
        data = checked_value(key, value).data
        with as_host_error("write", f"{hive}\\{key}"):
            access = winreg.KEY_SET_VALUE | _VIEWS[view]
            with winreg.CreateKeyEx(_ROOTS[hive], path, 0, access) as opened:
                winreg.SetValueEx(opened, name, 0, _TYPES[value.kind], list(data) if isinstance(data, tuple) else data)

    def delete_value(self, hive: Hive, key: str, name: str, view: View = 64) -> None:
        path = "\\".join(changeable_key_parts(key))
        with as_host_error("write", f"{hive}\\{key}"):
            try:
                with winreg.OpenKey(_ROOTS[hive], path, 0, winreg.KEY_SET_VALUE | _VIEWS[view]) as opened:
                    winreg.DeleteValue(opened, name)
            except FileNotFoundError:
                return

    def delete_key(self, hive: Hive, key: str, view: View = 64) -> None:
        path = "\\".join(changeable_key_parts(key))
        with as_host_error("delete", f"{hive}\\{key}"):
            try:
                _delete_tree(_ROOTS[hive], path, _VIEWS[view])
            except FileNotFoundError:
                return

    def flush(self) -> None:
        """Write the hives that hold Apps & Features entries and PATH to the disk."""
        for root, key in _FLUSHED:
            with as_host_error("flush", key):
                try:
                    with winreg.OpenKey(root, key, 0, winreg.KEY_READ | _VIEWS[64]) as opened:
                        winreg.FlushKey(opened)
                except FileNotFoundError:  # a user's hive without it has nothing to write
                    continue


def _path(key: str) -> str:
    return "\\".join(key_parts(key))


def _names_below(opened: winreg.HKEYType) -> Iterator[str]:
    for index in range(winreg.QueryInfoKey(opened)[0]):
        try:
            yield winreg.EnumKey(opened, index)
        except OSError as error:
            if error.winerror == _NO_MORE_ITEMS:  # another program deleted one just now
                return
            raise


def _values_of(opened: winreg.HKEYType) -> Iterator[tuple[str, RegistryValue]]:
    for index in range(winreg.QueryInfoKey(opened)[1]):
        try:
            name, data, number = winreg.EnumValue(opened, index)
        except OSError as error:
            if error.winerror == _NO_MORE_ITEMS:
                return
            raise
        yield name, _value(data, number)


def _value(data: object, number: int) -> RegistryValue:
    """What winreg read; kinds that only drivers use come as binary."""
    kind = _KINDS.get(number, "binary")
    match kind:
        case "sz" | "expand_sz":
            return RegistryValue(kind, data if isinstance(data, str) else "")
        case "dword" | "qword":
            return RegistryValue(kind, data if isinstance(data, int) else 0)
        case "multi_sz":
            return RegistryValue(kind, tuple(data) if isinstance(data, list) else ())
        case _:
            return RegistryValue(kind, data if isinstance(data, bytes) else b"")


def _delete_tree(root: int, path: str, view: int) -> None:
    with winreg.OpenKey(root, path, 0, winreg.KEY_READ | view) as opened:
        below = list(_names_below(opened))
    for name in below:
        _delete_tree(root, f"{path}\\{name}", view)
    winreg.DeleteKeyEx(root, path, view, 0)
