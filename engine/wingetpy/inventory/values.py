"""Reading registry values that any program may have written: by name without case, and only what makes sense."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PureWindowsPath

from wingetpy.hosts.registry import RegistryValue


class EntryValues:
    """The values of one key. A value of the wrong kind counts as not there."""

    def __init__(self, values: Mapping[str, RegistryValue]) -> None:
        self._values = {name.casefold(): value for name, value in values.items()}

    def text(self, name: str) -> str | None:
        """A text without outer blanks, cut at the first NUL; None if there is none or it is blank."""
        value = self._values.get(name.casefold())
        if value is None or not isinstance(value.data, str) or value.kind not in ("sz", "expand_sz"):
            return None
        return value.data.partition("\0")[0].strip() or None

    def number(self, name: str) -> int | None:
        """A whole number, 0 or more."""
        value = self._values.get(name.casefold())
        if value is None or not isinstance(value.data, int) or value.data < 0:
            return None
        return value.data

    def flag(self, name: str) -> bool:
        """Whether the value is a DWORD other than 0, as winget reads it (ARPHelper and PortableEntry, GetBoolValue)."""
        value = self._values.get(name.casefold())
        return value is not None and value.kind == "dword" and value.data != 0

    def path(self, name: str) -> PureWindowsPath | None:
        """An absolute path, with or without quotes around it."""
        text = self.text(name)
        path = PureWindowsPath(text.strip('"')) if text else None
        return path if path is not None and path.is_absolute() else None
