"""Facts about the reference client in `tests/data`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parents[1] / "data"


def cases(file: str, group: str = "cases") -> list[Any]:
    """The cases of a group in `tests/data/<file>.json`; never none."""
    found: list[Any] = json.loads((DATA / f"{file}.json").read_text("utf-8"))[group]
    assert found, f"{file}.json has no {group}"
    return found
