"""The registry as every host offers it."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal, Protocol

import msgspec

from wingetpy.hosts.change import change


class Hive(StrEnum):
    machine = "HKLM"
    user = "HKCU"


View = Literal[64, 32]
"""A registry view: the 64-bit one, or the 32-bit one (WOW6432Node). HKCU\\Software has one for both."""


UNINSTALL_KEY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall"
"""The key that holds the Apps & Features entries, in each hive and view."""


class RegistryValue(msgspec.Struct, frozen=True):
    """A registry value. `data` is str for sz and expand_sz (unexpanded), int for dword and qword, tuple for
    multi_sz, bytes else.
    """

    kind: Literal["sz", "expand_sz", "dword", "qword", "multi_sz", "binary", "none"]
    data: str | int | tuple[str, ...] | bytes


class Watch(Protocol):
    """A watch of a key and all below it."""

    def changed(self) -> bool:
        """Whether anything there may have changed since the watch began, by any program; cheap. True is final."""

    def close(self) -> None:
        """End the watch."""


class Registry(Protocol):
    """Keys are written without hive, with backslashes and without case: `Software\\Vendor`."""

    def subkeys(self, hive: Hive, key: str, view: View = 64) -> list[str]:
        """Names of the keys below; empty if the key is not there."""

    def values(self, hive: Hive, key: str, view: View = 64) -> dict[str, RegistryValue] | None:
        """All values by name (with the case they were written in); None if the key is not there."""

    def watch(self, hive: Hive, key: str, view: View = 64) -> Watch:
        """Watch a key, which need not be there, from now on: values written in place, keys that come and go.

        What is read after this call and used while `changed` says no is never stale.
        """

    @change("{hive}\\{key}\\{name}")
    def set_value(self, hive: Hive, key: str, name: str, value: RegistryValue, view: View = 64) -> None:
        """Write one value; keys on the way are made."""

    @change("{hive}\\{key}\\{name}")
    def delete_value(self, hive: Hive, key: str, name: str, view: View = 64) -> None:
        """Remove one value; nothing happens if it is not there."""

    @change("{hive}\\{key}")
    def delete_key(self, hive: Hive, key: str, view: View = 64) -> None:
        """Remove a key with all below it; nothing happens if it is not there."""
