"""A stream that is a terminal, drawn by rich: tables that fit, trees, links, and progress that leaves nothing behind.

Imported only where a person looks. Texts are never read as rich's markup, and hold nothing that a terminal obeys.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console, RenderableType
from rich.padding import Padding
from rich.table import Table as Grid
from rich.text import Text
from rich.tree import Tree as Branching

from wingetpy.cli.looks import Bar
from wingetpy.cli.progress_bars import ProgressBars
from wingetpy.cli.tables import GAP, Part, Table, Tree, width_of
from wingetpy.model.call import Progress
from wingetpy.model.text import harmless

LEAST_CELLS, LEAST_COPIED = 10, 16
"""No column of a table is cut to less; where the terminal is narrower, each row is a list of fields."""
_COPIED = frozenset(("Id", "Version", "Available", "Nr", "Path", "Policy", "Argument", "Code"))
"""Columns whose text a person may need in full: it goes on in the next line where others end in an ellipsis."""
_STYLES = {"Id": "cyan", "Available": "green", "Source": "dim"}
_URL = re.compile(r"https?://[^\s<>\"'`]*[^\s<>\"'`.,;:!?)\]]")


class Terminal:
    """Draws on one stream. Colours and NO_COLOR, TERM=dumb and old consoles of Windows are rich's part."""

    def __init__(self, stream: TextIO) -> None:
        self._console = Console(file=stream, markup=False, emoji=False, highlight=False)
        self._bars: ProgressBars | None = None

    def write(self, parts: Iterable[Part], style: str = "") -> None:
        """Write parts one below the other, each text in this style of rich's. Raises OSError."""
        self.clear()
        for part in parts:
            if isinstance(part, Table):
                self._console.print(_grid(part, self._console.width))
            elif isinstance(part, Tree):
                self._console.print(_branching(part))
            else:
                self._console.print(_text(part, style), soft_wrap=True)

    def progress(self, progress: Progress, bar: Bar) -> None:
        """Show how far things are, in place of what was shown of it before. Raises OSError."""
        if self._bars is None:
            self._bars = ProgressBars(self._console, bar)
        self._bars.show(progress)

    def clear(self) -> None:
        """Take the progress away and show the cursor. Raises OSError."""
        bars, self._bars = self._bars, None
        if bars is not None:
            bars.end()


def _text(text: str, style: str = "") -> Text:
    """Return a text whose addresses are links to what they say."""
    shown = Text(harmless(text), style)
    for found in _URL.finditer(shown.plain):
        shown.stylize(f"link {found[0]}", *found.span())
    return shown


def _grid(shown: Table, width: int) -> RenderableType:
    widths = _widths(shown, width)
    if widths is None:
        return _records(shown)
    grid = Grid(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, padding=(0, GAP - 1, 0, 0))
    for title, cells in zip(shown.titles, widths, strict=True):
        copied = title in _COPIED
        grid.add_column(
            title,
            width=cells,
            style=_STYLES.get(title),
            overflow="fold" if copied else "ellipsis",
            no_wrap=not copied,
        )
    for row in shown.rows:
        grid.add_row(*map(_text, row))
    return grid


def _widths(shown: Table, width: int) -> list[int] | None:
    """Return the columns' widths in cells: those that are not copied give way first, always the widest. None: too
    many columns for this width.
    """
    widths = [max(map(width_of, column)) for column in zip(shown.titles, *shown.rows, strict=True)]
    surplus = sum(widths) + GAP * (len(widths) - 1) - width
    for copied, least in ((False, LEAST_CELLS), (True, LEAST_COPIED)):
        giving = [at for at, title in enumerate(shown.titles) if (title in _COPIED) is copied]
        while surplus > 0 and giving:
            widest = max(giving, key=widths.__getitem__)
            if widths[widest] <= least:
                break
            widths[widest] -= 1
            surplus -= 1
    return None if surplus > 0 else widths


def _records(shown: Table) -> Text:
    """Return the rows one below the other: the first cell, then a line for each other one that is not empty."""
    lines: list[Text] = []
    for row in shown.rows:
        lines.append(_text(row[0], "bold"))
        fields = zip(shown.titles[1:], row[1:], strict=True)
        lines += [_text(f"  {title}: {cell}", _STYLES.get(title, "")) for title, cell in fields if cell]
    return Text("\n").join(lines)


def _branching(tree: Tree) -> RenderableType:
    branching = Branching(_lines(tree), guide_style="dim")
    _grow(branching, tree.branches)
    return Padding(branching, (0, 0, 0, tree.indent))


def _grow(branching: Branching, branches: Sequence[Tree]) -> None:
    for one in branches:
        _grow(branching.add(_lines(one)), one.branches)


def _lines(tree: Tree) -> Text:
    return Text("\n").join([_text(tree.label, "bold"), *map(_text, tree.details)])
