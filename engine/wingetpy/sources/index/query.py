"""Questions to an index."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wingetpy.model.collecting import no_collection
from wingetpy.model.text import fold
from wingetpy.sources.index.called import Row, called_places, raised
from wingetpy.sources.index.conditions import GRAM, Condition, Search, Value, single, whole
from wingetpy.sources.index.damage import rows_of_form
from wingetpy.sources.index.hits import hits_of
from wingetpy.sources.index.parts import SkippedFile
from wingetpy.sources.index.schema import TABLE_NAMES
from wingetpy.sources.keys import KeyKind
from wingetpy.sources.match import MatchField, field_of
from wingetpy.sources.request import PackageNames, PackageVersion, Ranked, SearchRequest

_CACHE_KIBIBYTES = 2048
_STATEMENTS = 16
"""Kept ready: a search needs five; lists of places come in hundreds of lengths, each a statement of its own."""
_MOST_PLACES = 500
_STEPS = 20_000
"""Of SQLite's machine, a millisecond or so."""
_LISTS = {MatchField.command: "coalesce(commands, commands_folded)", MatchField.tag: "coalesce(tags, tags_folded)"}
_GRAMS = Condition("grams MATCH ?")


class Index:
    """An index file, open for reading. The file never changes, so nothing is locked and nothing waited for.

    Args:
        path: The SQLite file.
        source: The name that found packages carry as their source.

    Raises:
        sqlite3.OperationalError: when there is no such file; sqlite3.DatabaseError when it is no index.
    """

    def __init__(self, path: Path, source: str) -> None:
        self.path = path
        self.source = source
        self._database = sqlite3.connect(
            _uri(path), uri=True, check_same_thread=False, isolation_level=None, cached_statements=_STATEMENTS
        )
        self._require_tables()  # SQLite opens a file when it is first read

    @rows_of_form()
    def _require_tables(self) -> None:
        self._database.execute(f"PRAGMA cache_size=-{_CACHE_KIBIBYTES}")
        have = {name for (name,) in self._database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        if lacking := next((name for name in TABLE_NAMES if name not in have), None):
            raise sqlite3.DatabaseError(f"it has no table {lacking}")
        self._database.execute("SELECT 1 FROM package LIMIT 1").fetchone()

    @contextmanager
    def stopped_when(self, stopped: Callable[[], bool]) -> Iterator[None]:
        """Ask now and then in each question inside whether to stop it.

        Raises:
            sqlite3.OperationalError: A question was stopped.
        """
        self._database.set_progress_handler(stopped, _STEPS)
        try:
            yield
        finally:
            self._database.set_progress_handler(None, 0)

    def close(self) -> None:
        self._database.close()

    def __del__(self) -> None:
        """An index that nobody holds any more is closed, so that Windows lets its file go."""
        if database := getattr(self, "_database", None):
            database.close()

    def search(self, request: SearchRequest) -> Ranked:
        """All that fits a request, best first: by type of match, then field, then id. At most one more than `count`."""
        return self._answer(whole(request), request)

    def find_single(self, request: SearchRequest) -> Ranked:
        """What an operation on one package may mean: the query fits id, name or moniker, or is a code of it."""
        return self._answer(single(request), request)

    @rows_of_form()
    def _answer(self, search: Search, request: SearchRequest) -> Ranked:
        rows = self._fitting(search)
        if request.count is not None:
            from heapq import nsmallest  # late: start time

            rows = nsmallest(request.count + 1, rows)
        with no_collection():
            return hits_of(rows, search.wanted, self.source)

    def _fitting(self, search: Search) -> Iterable[Row]:
        """The packages that the query fits, ranked better where they have it as a key; and those that only have it."""
        keyed = self._named_by(search)
        rows = self._rows(search)
        if keyed:
            rows = self._with_keys(search, rows, keyed)
        if search.called is not None and (places := called_places(self._database, search.wanted)):
            return raised(rows, places, search.called)
        return rows

    def _with_keys(self, search: Search, rows: Iterable[Row], keyed: dict[int, int]) -> Iterator[Row]:
        equal: dict[int, Row] = {}
        for row in rows:
            ranked = keyed.pop(row[1], None)
            if ranked is None or row[0] < ranked:
                yield row
            elif field_of(ranked) is field_of(row[0]):
                yield (ranked, *row[1:])
            else:
                equal[row[1]] = (ranked, *row[1:3], None)
        others = (row for some in _portions(list(keyed)) for row in self._rows_at(some, search.filters))
        yield from ((keyed[place], place, shown, None) for _, place, shown, _ in others)
        yield from self._with_lists(equal)

    def _with_lists(self, rows: dict[int, Row]) -> Iterator[Row]:
        """Rows by their places, with the list in which they are equal to what was wanted."""
        by_column: dict[str, list[int]] = {}
        for place, row in rows.items():
            by_column.setdefault(_LISTS.get(field_of(row[0]), "NULL"), []).append(place)
        for column, places in by_column.items():
            for some in _portions(places):
                ask = f"SELECT place, {column} FROM package WHERE place IN ({_marks(some)})"
                for place, reason in self._database.execute(ask, some):
                    yield (*rows[place][:3], reason)

    def _named_by(self, search: Search) -> dict[int, int]:
        """Places of packages that have the wanted text as a key, with the best rank that this gives them."""
        if not search.key_ranks:
            return {}
        kinds = ",".join(str(int(kind)) for kind in search.key_ranks)
        ask = (
            f"SELECT kind, place FROM key JOIN package AS p ON p.rowid = package WHERE kind IN ({kinds}) AND value = ?"
        )
        found: dict[int, int] = {}
        for kind, place in self._database.execute(ask, (fold(search.wanted),)):
            ranked = search.key_ranks[kind]
            found[place] = min(found.get(place, ranked), ranked)
        return found

    def _rows(self, search: Search) -> Iterable[Row]:
        values = [*search.rank.values, *search.reason.values]
        row = f"{search.rank.sql}, p.place, p.shown, {search.reason.sql}"
        if not search.texts:
            where, more = _all_of((search.fits, *search.filters))
            return self._database.execute(f"SELECT {row} FROM package AS p WHERE {where}", (*values, *more))
        where, more = _all_of((_GRAMS, *search.filters))
        grams = " AND ".join('"' + gram.replace('"', '""') + '"' for text in search.texts for gram in _grams(text))
        tables = "grams CROSS JOIN package AS p ON p.rowid = grams.rowid"
        rows = self._database.execute(f"SELECT {row} FROM {tables} WHERE {where}", (*values, grams, *more))
        return (row for row in rows if row[0] is not None)  # nearly all fit, so the rank is not asked for twice

    def _rows_at(self, places: Sequence[int], filters: Sequence[Condition]) -> Iterable[Row]:
        """The packages at some places, as far as the filters hold for them."""
        where, values = _all_of((Condition(f"p.place IN ({_marks(places)})", tuple(places)), *filters))
        return self._database.execute(f"SELECT 0, p.place, p.shown, NULL FROM package AS p WHERE {where}", values)

    @rows_of_form()
    def names(self, after: int) -> tuple[PackageNames, int]:
        """Folded id, name and moniker of the packages after a row, as many as one portion holds, and the last row."""
        ask = "SELECT id_folded, name_folded, moniker_folded, rowid FROM package WHERE rowid > ? ORDER BY rowid LIMIT ?"
        names: list[tuple[str, str, str | None]] = []
        for identifier, name, moniker, row in self._database.execute(ask, (after, _MOST_PLACES)):
            names.append((_text(identifier), _text(name), moniker and _text(moniker)))
            after = row
        return names, after

    @rows_of_form()
    def versions(self, identifier: str) -> tuple[PackageVersion, ...]:
        """The versions of a package by its id without case, newest first; none if it is not here."""
        rows = self._database.execute(
            "SELECT v.version, v.arp_minimum, v.arp_maximum FROM package AS p JOIN version AS v ON v.package = p.rowid"
            " WHERE p.id_folded = ? ORDER BY v.place",
            (fold(identifier),),
        )
        return tuple(PackageVersion(*map(_text, row)) for row in rows)

    @rows_of_form()
    def files(self, identifier: str, version: str) -> list[str]:
        """The files of one version, relative to the source's root. `version` as `versions` gives it."""
        rows = self._database.execute(
            "SELECT folder.path, file.name FROM package AS p JOIN version AS v ON v.package = p.rowid"
            " JOIN file ON file.version = v.rowid JOIN folder ON folder.rowid = file.folder"
            " WHERE p.id_folded = ? AND v.version = ? ORDER BY folder.path, file.name",
            (fold(identifier), version),
        )
        files = (map(_text, row) for row in rows)
        return [f"{folder}/{name}" if folder else name for folder, name in files]

    @rows_of_form()
    def by_keys(self, kind: KeyKind, values: Iterable[str]) -> dict[str, list[str]]:
        """Which packages are known by which of many keys.

        Args:
            values: Keys as the index has them: folded codes and family names, or `keys.joined`.

        Returns:
            Ids of packages by key; keys that nobody has are left out.
        """
        found: dict[str, list[str]] = {}
        ask = "SELECT p.id FROM key JOIN package AS p ON p.rowid = key.package WHERE key.kind = ? AND key.value = ?"
        for value in sorted(values):  # neighbours lie on the same page
            if ids := [_text(identifier) for (identifier,) in self._database.execute(ask, (int(kind), value))]:
                found[value] = ids
        return found

    @rows_of_form()
    def keys(self, identifier: str) -> list[tuple[KeyKind, str]]:
        """All keys by which an installed program is recognised as a package."""
        rows = self._database.execute(
            "SELECT k.kind, k.value FROM package AS p JOIN key AS k ON k.package = p.rowid WHERE p.id_folded = ?"
            " AND k.kind <= ? ORDER BY k.kind, k.value",
            (fold(identifier), int(KeyKind.name_and_publisher)),
        )
        return [(KeyKind(kind), _text(value)) for kind, value in rows]

    def rows(self, ask: str, values: Sequence[Value]) -> list[tuple[Any, ...]]:
        """Return the rows of a question about a table that a kind of source has added."""
        return list(self._database.execute(ask, values))

    @rows_of_form()
    def skipped(self) -> tuple[SkippedFile, ...]:
        """The files that were skipped when the index was built, and why."""
        rows = self._database.execute("SELECT path, reason FROM fault ORDER BY path")
        return tuple(SkippedFile(*map(_text, row)) for row in rows)


def _text(value: object) -> str:
    """A value that is a text. Raises DatabaseError for another one."""
    if type(value) is not str:
        raise sqlite3.DatabaseError("a row is not of its form (a text is none)")
    return value


def _all_of(conditions: Iterable[Condition]) -> tuple[str, list[Value]]:
    """Conditions that hold together, and the values of all."""
    texts, values = zip(*conditions, strict=True)
    return " AND ".join(texts), [value for some in values for value in some]


def _grams(text: str) -> Iterator[str]:
    """Runs of three letters that cover a text. Whatever contains it has them all; hardly anything else does, and to
    look for them one by one is quicker than to see that they stand in a row.
    """
    starts = range(0, len(text) - GRAM + 1, GRAM)
    yield from (text[start : start + GRAM] for start in starts)
    if len(text) % GRAM:
        yield text[-GRAM:]


def _portions(places: Sequence[int]) -> Iterator[Sequence[int]]:
    """Places in as many as one statement takes."""
    return (places[start : start + _MOST_PLACES] for start in range(0, len(places), _MOST_PLACES))


def _marks(places: Sequence[int]) -> str:
    return ",".join("?" * len(places))


def _uri(path: Path) -> str:
    """The file as a URI for SQLite, opened without locks since it never changes."""
    plain = str(path).replace("\\", "/")
    for letter, code in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        plain = plain.replace(letter, code)
    return f"file:{'' if plain.startswith('/') else '/'}{plain}?mode=ro&immutable=1"
