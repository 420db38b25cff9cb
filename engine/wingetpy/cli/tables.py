"""Tables as a person likes to read them: columns as wide as their text, cut where the terminal ends."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

GAP = 2


def width_of(text: str) -> int:
    """How many cells a text takes on a terminal: wide letters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def fit(text: str, width: int) -> str:
    """The text in exactly so many cells, ended by an ellipsis where something had to go."""
    if width_of(text) <= width:
        return text + " " * (width - width_of(text))
    kept = ""
    for letter in text:
        if width_of(kept + letter) > width - 1:
            break
        kept += letter
    return kept + "…" + " " * (width - 1 - width_of(kept))


def render(titles: Sequence[str], rows: Iterable[Sequence[str]], limit: int | None) -> list[str]:
    """Lines of a table with a header. Columns that are empty throughout are left out; `limit` is the terminal's width.

    Where the table is too wide, the widest columns give way first, none below ten cells.
    """
    cells = [[" ".join(cell.split()) for cell in row] for row in rows]
    used = [i for i in range(len(titles)) if any(row[i] for row in cells)] or [0]
    widths = [max([width_of(titles[i]), *(width_of(row[i]) for row in cells)]) for i in used]
    if limit is not None:
        while sum(widths) + GAP * (len(widths) - 1) > limit and max(widths) > 10:
            widest = widths.index(max(widths))
            widths[widest] -= 1
    lines = [_line([titles[i] for i in used], widths)]
    lines.append("-" * (sum(widths) + GAP * (len(widths) - 1)))
    lines.extend(_line([row[i] for i in used], widths) for row in cells)
    return lines


def _line(texts: Sequence[str], widths: Sequence[int]) -> str:
    return (" " * GAP).join(fit(text, width) for text, width in zip(texts, widths, strict=True)).rstrip()


def render_fields(fields: Iterable[tuple[str, str]]) -> list[str]:
    """`Name: value` lines; a value of several lines is indented below its name; empty ones are left out."""
    lines: list[str] = []
    for name, value in fields:
        text = value.strip()
        if not text:
            continue
        if "\n" in text:
            lines.append(f"{name}:")
            lines.extend(f"  {line.rstrip()}" for line in text.splitlines())
        else:
            lines.append(f"{name}: {text}")
    return lines


def render_versions(name: str, id: str, versions: Iterable[str]) -> list[str]:
    """`Found NAME [ID]` and one version a line."""
    return [f"Found {name} [{id}]", *render(("Version",), ((version,) for version in versions), None)]
