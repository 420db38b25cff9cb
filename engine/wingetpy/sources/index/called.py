"""Packages that are called what is looked for: their rank in a search of an index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator

from wingetpy.sources.index.schema import IndexKey
from wingetpy.sources.match import is_called, words_of

Row = tuple[int, int, str, str | None]
"""Rank, place, shown, the list that fitted: sorts by rank, and where that is equal by folded id. A plain tuple: there
may be many."""

_WITH_WORD = "SELECT p.place, p.id, p.name FROM key JOIN package AS p ON p.rowid = package WHERE kind = ? AND value = ?"


def called_places(database: sqlite3.Connection, wanted: str) -> set[int]:
    """Return the places of the packages that are called so: see `match.is_called`."""
    words = words_of(wanted)
    if not words:
        return set()
    named = database.execute(_WITH_WORD, (int(IndexKey.word), max(words, key=len)))
    if len(words) == 1:
        return {place for place, _, _ in named}
    return {place for place, identifier, name in named if is_called(wanted, identifier, name)}


def raised(rows: Iterable[Row], places: set[int], rank: int) -> Iterator[Row]:
    """Yield the rows; those at the places with this rank, unless their own is better."""
    for row in rows:
        yield (rank, row[1], row[2], None) if row[0] > rank and row[1] in places else row
