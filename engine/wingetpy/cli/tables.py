"""What a view shows besides plain lines: tables and trees; and how they look in a pipe, where nothing is cut."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

import msgspec

from wingetpy.messages.language import say, translated

GAP = 2


class Table(msgspec.Struct, frozen=True):
    """Columns with titles; each row has a cell for each of them. Columns that are empty throughout are left out."""

    titles: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Tree(msgspec.Struct, frozen=True):
    """A line, what is said of it, and what is below it; the whole begins after `indent` blanks."""

    label: str
    details: tuple[str, ...] = ()
    branches: tuple[Tree, ...] = ()
    indent: int = 0


Part = str | Table | Tree
"""What is written one below the other; a text is one line."""


def table(titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Table:
    """Return a table without the columns that are empty throughout; cells have one line each.

    Titles are translated here.
    """
    cells = [tuple(" ".join(cell.split()) for cell in row) for row in rows]
    used = [i for i in range(len(titles)) if any(row[i] for row in cells)] or [0]
    return Table(tuple(translated(titles[i]) for i in used), tuple(tuple(row[i] for i in used) for row in cells))


def plain(parts: Iterable[Part]) -> list[str]:
    """Return the lines of what is written into a pipe or a file."""
    lines: list[str] = []
    for part in parts:
        if isinstance(part, Table):
            lines += _table_lines(part)
        elif isinstance(part, Tree):
            lines += _tree_lines(part)
        else:
            lines.append(part)
    return lines


def width_of(text: str) -> int:
    """How many cells a text takes on a terminal: wide letters take two, combining ones none."""
    if text.isascii():
        return len(text)
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )


def _table_lines(shown: Table) -> list[str]:
    widths = [max(map(width_of, column)) for column in zip(shown.titles, *shown.rows, strict=True)]
    head, *lines = (_line(row, widths) for row in (shown.titles, *shown.rows))
    return [head, "-" * (sum(widths) + GAP * (len(widths) - 1)), *lines]


def _line(texts: Sequence[str], widths: Sequence[int]) -> str:
    cells = (text + " " * (width - width_of(text)) for text, width in zip(texts, widths, strict=True))
    return (" " * GAP).join(cells).rstrip()


def _tree_lines(tree: Tree) -> list[str]:
    below = [*tree.details, *(line for branch in tree.branches for line in _tree_lines(branch))]
    return [f"{' ' * tree.indent}{line}" for line in (tree.label, *(f"  {line}" for line in below))]


def render_fields(fields: Iterable[tuple[str, str]]) -> list[str]:
    """`Name: value` lines, the names translated; a value of several lines is indented below its name.

    Empty ones are left out.
    """
    lines: list[str] = []
    for name, value in fields:
        text = value.strip()
        if not text:
            continue
        label = translated(name)
        if "\n" in text:
            lines.append(f"{label}:")
            lines.extend(f"  {line.rstrip()}" for line in text.splitlines())
        else:
            lines.append(f"{label}: {text}")
    return lines


def render_versions(name: str, id: str, versions: Iterable[str]) -> list[Part]:
    """`Found NAME [ID]` and one version a line."""
    return [say("Found {0} [{1}]", name, id), table(("Version",), ((version,) for version in versions))]
