"""docs/protocol.schema.json as the engine's structs make it. Run as a script, it writes it anew."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from wingetpy.__main__ import method_table
from wingetpy.protocol.schema import schema_text

if TYPE_CHECKING:
    from wingetpy.commands.engine import Engine

SCHEMA_FILE = Path(__file__).resolve().parents[2] / "docs" / "protocol.schema.json"


def current() -> str:
    """The text the file should have. The methods' types need no engine."""
    return schema_text(method_table(cast("Engine", None)))


if __name__ == "__main__":
    SCHEMA_FILE.write_text(current(), encoding="utf-8", newline="\n")
