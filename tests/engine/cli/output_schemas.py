"""docs/schemas as the engine's structs make them. Run as a script, it writes them, unless something went away.

What reads the output of today must go on with that of tomorrow: a member, a type or a word that was published stays.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import msgspec

from wingetpy.cli.outputs import schemas

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "schemas"
_COMMENTS = ("description", "title", "$schema")


def current() -> dict[str, str]:
    """The files by name with the text they should have."""
    return {f"{name}.json": _text(one) for name, one in schemas().items()}


def _text(schema: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(schema), indent=2).decode() + "\n"


def lost(old: Any, new: Any, at: str = "") -> list[str]:
    """Return what readers of the old output would miss in the new one: where it was, in the order of the old one.

    Properties, definitions and words of an enumeration may be added; all else stays as it is. A member that was always
    there stays so; one that was not may become so.
    """
    if isinstance(old, dict):
        if not isinstance(new, dict):
            return [at]
        missing = [f"{at}/{name}" for name in old if name not in new and name not in _COMMENTS]
        both = [name for name in old if name in new and name not in _COMMENTS]
        added = [f"{at}/{name}" for name in new if name not in old and not _may_grow(at) and name not in ("required",)]
        return [*missing, *(one for name in both for one in lost(old[name], new[name], f"{at}/{name}")), *added]
    if isinstance(old, list):
        if not isinstance(new, list):
            return [at]
        gone = [f"{at}/{one}" for one in old if one not in new]
        return gone if at.endswith(("/enum", "/required")) else gone + [f"{at}/{one}" for one in new if one not in old]
    return [] if old == new else [at]


def _may_grow(at: str) -> bool:
    return at.endswith(("/properties", "/$defs"))


def main() -> int:
    FOLDER.mkdir(exist_ok=True)
    for name, text in current().items():
        file = FOLDER / name
        if file.is_file() and (gone := lost(msgspec.json.decode(file.read_bytes()), msgspec.json.decode(text))):
            print(f"{name}: published and changed or gone: {', '.join(gone)}", file=sys.stderr)
            return 1
    for name, text in current().items():
        (FOLDER / name).write_text(text, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
