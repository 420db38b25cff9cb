"""The registry of the small machine: a file for each hive in its root, with both views of HKLM\\Software as on
Windows.
"""

from __future__ import annotations

from pathlib import Path

from wingetpy.hosts.registry import UNINSTALL_KEY, Hive, RegistryValue, View, Watch
from wingetpy.hosts.registry_rules import changeable_key_parts, checked_value, key_parts
from wingetpy.hosts.sandbox.hive_file import (
    DeleteKey,
    DeleteValue,
    HiveFile,
    Line,
    MakeKey,
    StoreValue,
    line_to_set,
)
from wingetpy.model.file_names import fold

_FRESH: dict[Hive, tuple[Line, ...]] = {
    Hive.machine: (
        StoreValue(
            r"SYSTEM\CurrentControlSet\Control\Session Manager\Environment",
            "Path",
            "expand_sz",
            r"%SystemRoot%\system32;%SystemRoot%;%SystemRoot%\System32\Wbem",
        ),
        MakeKey(UNINSTALL_KEY),
        MakeKey(UNINSTALL_KEY.replace("Software", r"Software\WOW6432Node", 1)),
    ),
    Hive.user: (
        StoreValue("Environment", "Path", "expand_sz", r"%USERPROFILE%\AppData\Local\Microsoft\WindowsApps;"),
        MakeKey(UNINSTALL_KEY),
    ),
}
_SHARED_BY_VIEWS = (
    "policies",
    r"microsoft\windows\currentversion\app paths",
    r"microsoft\windows nt\currentversion\fonts",
)
"""Keys below HKLM\\Software that Windows keeps once for both views."""


class SandboxRegistry:
    """See `wingetpy.hosts.registry.Registry`."""

    def __init__(self, root: Path) -> None:
        self._hives = {hive: HiveFile(root / f"registry-{hive}.jsonl", _FRESH[hive]) for hive in Hive}

    def subkeys(self, hive: Hive, key: str, view: View = 64) -> list[str]:
        with self._hives[hive].reading() as tree:
            found = tree.find(_stored_parts(hive, key_parts(key), view))
            return [found.children[folded].name for folded in sorted(found.children)] if found else []

    def values(self, hive: Hive, key: str, view: View = 64) -> dict[str, RegistryValue] | None:
        with self._hives[hive].reading() as tree:
            found = tree.find(_stored_parts(hive, key_parts(key), view))
            return dict(found.values.values()) if found else None

    def watch(self, hive: Hive, key: str, view: View = 64) -> Watch:
        key_parts(key)
        return HiveWatch(self._hives[hive])

    def set_value(self, hive: Hive, key: str, name: str, value: RegistryValue, view: View = 64) -> None:
        self._hives[hive].change(line_to_set(_stored(hive, key, view), name, checked_value(key, value)))

    def delete_value(self, hive: Hive, key: str, name: str, view: View = 64) -> None:
        self._hives[hive].change(DeleteValue(_stored(hive, key, view), name))

    def delete_key(self, hive: Hive, key: str, view: View = 64) -> None:
        self._hives[hive].change(DeleteKey(_stored(hive, key, view)))


class HiveWatch:
    """A watch of a whole hive: what happens elsewhere in it counts, too."""

    def __init__(self, hive: HiveFile) -> None:
        self._hive = hive
        self._position = hive.position()

    def changed(self) -> bool:
        return self._hive.position() != self._position

    def close(self) -> None:
        pass


def _stored(hive: Hive, key: str, view: View) -> str:
    return "\\".join(_stored_parts(hive, changeable_key_parts(key), view))


def _stored_parts(hive: Hive, parts: list[str], view: View) -> list[str]:
    """Where a key of a view really is: the 32-bit view of HKLM\\Software is Software\\WOW6432Node."""
    if hive is not Hive.machine or view == 64 or not parts or fold(parts[0]) != "software":
        return parts
    below = fold("\\".join(parts[1:]))
    if below.startswith("wow6432node") or any(below == s or below.startswith(s + "\\") for s in _SHARED_BY_VIEWS):
        return parts
    return [parts[0], "WOW6432Node", *parts[1:]]
