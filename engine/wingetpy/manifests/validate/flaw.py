"""One flaw as a check or a rule finds it; `report` makes it a finding with file, line and text."""

from __future__ import annotations

from typing import NamedTuple

from wingetpy.manifests.events import Path, Position
from wingetpy.manifests.findings import FindingId, Level
from wingetpy.manifests.yamltext import Value


class Flaw(NamedTuple):
    """What is wrong with a value.

    Attributes:
        path: Of the field, from what was checked.
        detail: What is wrong with this value, as a sentence.
        position: Where it is, if no path leads there.
        code: winget's error code where the file could not be read at all.
    """

    id: FindingId
    path: Path = ()
    detail: str = ""
    value: Value | None = None
    level: Level = "Error"
    position: Position | None = None
    code: str = ""
