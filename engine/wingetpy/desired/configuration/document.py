"""A configuration file as structs."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import msgspec

Intent = Literal["Assert", "Inform", "Apply"]
SecurityContext = Literal["current", "restricted", "elevated"]
Settings = dict[str, Any]


class Reference(msgspec.Struct, frozen=True):
    """What a unit depends on: the name of a unit or a group, and its type where the file says it.

    In the form of DSC 3 units of different types may have one name.
    """

    name: str
    type: str = ""


class Unit(msgspec.Struct, frozen=True, kw_only=True):
    """One resource of a file.

    Attributes:
        id: Its id or name; empty for a unit of 0.2 that has none.
        type: As it is written, `Microsoft.WinGet.DSC/WinGetPackage`.
        intent: Whether it is tested only, read only, or applied.
        settings: As written: plain scalars are PlainText (see `values`).
        depends_on: The units that come first.
        is_classic: It is of a file of version 0.1 or 0.2.
        fault: Why it cannot be handled, found while it was read; empty if nothing is wrong.
    """

    id: str
    type: str
    intent: Intent
    settings: Settings = {}
    depends_on: tuple[Reference, ...] = ()
    description: str = ""
    security_context: SecurityContext = "current"
    is_classic: bool = False
    fault: str = ""

    @property
    def label(self) -> str:
        """What it is called in messages."""
        return f"{self.type} [{self.id}]" if self.id else self.type


class Configuration(msgspec.Struct, frozen=True, kw_only=True):
    """A file's units in the order in which they come: assertions, what is read, then what is applied."""

    path: Path
    version: str
    units: tuple[Unit, ...]
