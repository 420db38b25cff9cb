"""Reading registry values that any program may have written: by name without case, and only what makes sense."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import PureWindowsPath

from wingetpy.hosts.registry import RegistryValue
from wingetpy.hosts.search_path import expand

LONGEST_LABEL = 4096
"""Characters of a name that are kept."""

LONGEST_COMMAND = 32766
"""Characters of the longest command line that Windows starts."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]+")
_HALF = re.compile(r"[\ud800-\udfff]")
_DATE = re.compile(r"((?:19|20)\d\d)([-/.]?)(\d\d)\2(\d\d)")


def well_formed(text: str) -> str:
    """The text with U+FFFD for each half of a character, which the registry may hold and no message can."""
    return text if text.isascii() else _HALF.sub("\ufffd", text)


class EntryValues:
    """The values of one key. A value of the wrong kind counts as not there.

    Args:
        values: As the registry has them.
        variables: The machine's environment, names in lower case; asked where a value has to be expanded.
    """

    def __init__(self, values: Mapping[str, RegistryValue], variables: Callable[[], Mapping[str, str]] = dict) -> None:
        self._values = {name.casefold(): value for name, value in values.items()}
        self._variables = variables

    def text(self, name: str) -> str | None:
        """A text without outer blanks, cut at the first NUL; None if there is none or it is blank."""
        value = self._values.get(name.casefold())
        if value is None or not isinstance(value.data, str) or value.kind not in ("sz", "expand_sz"):
            return None
        return well_formed(value.data.partition("\0")[0]).strip() or None

    def label(self, name: str) -> str | None:
        """A text to show: blanks for control characters; of a very long one the first `LONGEST_LABEL` characters."""
        text = self.text(name)
        if text is None or (len(text) <= LONGEST_LABEL and text.isprintable()):
            return text
        return _CONTROL.sub(" ", text).strip()[:LONGEST_LABEL].rstrip() or None

    def command(self, name: str) -> str | None:
        """A command line or path, its variables expanded if it has the kind that is expanded; None if it is longer than
        Windows takes."""
        text = self.text(name)
        if text and self._values[name.casefold()].kind == "expand_sz":
            text = expand(text, self._variables())
        return text if text and len(text) <= LONGEST_COMMAND else None

    def number(self, name: str) -> int | None:
        """A whole number, 0 or more."""
        value = self._values.get(name.casefold())
        if value is None or not isinstance(value.data, int) or value.data < 0:
            return None
        return value.data

    def date(self, name: str) -> str | None:
        """A day as `2024-01-31`, from `20240131` and the like, text or number; None where the order is not clear."""
        number = self.number(name)
        written = (self.text(name) or "") if number is None else str(number)
        parts = _DATE.match(written)
        if parts is None or written[parts.end() : parts.end() + 1].isdigit():
            return None
        try:
            return date(int(parts[1]), int(parts[3]), int(parts[4])).isoformat()
        except ValueError:
            return None

    def flag(self, name: str) -> bool:
        """Whether the value is a DWORD other than 0, as winget reads it (ARPHelper and PortableEntry, GetBoolValue)."""
        value = self._values.get(name.casefold())
        return value is not None and value.kind == "dword" and value.data != 0

    def path(self, name: str) -> PureWindowsPath | None:
        """An absolute path, with or without quotes around it."""
        text = self.command(name)
        path = PureWindowsPath(text.strip('"')) if text else None
        return path if path is not None and path.is_absolute() else None
