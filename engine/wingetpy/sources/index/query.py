"""Questions to an index."""

from __future__ import annotations

import gc
import sqlite3
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import repeat
from pathlib import Path

from wingetpy.model.text import fold
from wingetpy.sources.index.conditions import Condition, Search, Value, single, sought_in_list, whole
from wingetpy.sources.index.parts import Fault
from wingetpy.sources.index.schema import KeyKind
from wingetpy.sources.match import FIELD_TITLES, Field, MatchType, field_of, fits, rank, type_of
from wingetpy.sources.request import FoundPackage, PackageVersion, Ranked, SearchRequest

_CACHE_KIBIBYTES = 4096
_MOST_PLACES = 500
_LINE = "\n"
_KEY_FIELDS = {
    KeyKind.package_family_name: Field.package_family_name,
    KeyKind.product_code: Field.product_code,
    KeyKind.upgrade_code: Field.upgrade_code,
}
_LISTS = {Field.command: "commands", Field.tag: "tags"}


_Row = tuple[int, int, str]
"""Rank, place, shown: sorts by rank, and where that is equal by folded id. A plain tuple: there may be many."""


class Index:
    """An index file, open for reading. The file never changes, so nothing is locked and nothing waited for.

    Args:
        path: The SQLite file.
        source: The name that found packages carry as their source.
    """

    def __init__(self, path: Path, source: str) -> None:
        self.path = path
        self._source = source
        self._database = sqlite3.connect(_uri(path), uri=True, check_same_thread=False, isolation_level=None)
        self._database.execute(f"PRAGMA cache_size=-{_CACHE_KIBIBYTES}")

    def close(self) -> None:
        self._database.close()

    def search(self, request: SearchRequest) -> Ranked:
        """All that fits a request, best first: by type of match, then field, then id. At most one more than `count`."""
        return self._answer(whole(request), request)

    def find_single(self, request: SearchRequest) -> Ranked:
        """What an operation on one package may mean: the query fits id, name or moniker, or is a code of it."""
        return self._answer(single(request), request)

    def _answer(self, search: Search, request: SearchRequest) -> Ranked:
        limit = None if request.count is None else request.count + 1
        with _no_collection():
            found = self._fitting(search)
            found.sort()
            return self._shown(found[:limit], search)

    def _fitting(self, search: Search) -> list[_Row]:
        """The packages that are known by the query as a key, and those that it fits otherwise."""
        rows: list[_Row] = []
        filters = search.filters
        for kind, rowids in self._named_by(search).items():
            among = Condition(f"p.rowid IN ({','.join('?' * len(rowids))})", tuple(rowids))
            ranked = Condition(str(rank(MatchType.exact, _KEY_FIELDS[kind])))
            rows += self._rows(ranked, (among, *filters), ())
            filters = (Condition(f"NOT {among.sql}", among.values), *filters)
        return rows + self._rows(search.rank, (*filters, search.fits), search.texts)

    def _named_by(self, search: Search) -> dict[KeyKind, list[int]]:
        """Rowids of packages that have the query as a key, by the kind of key."""
        found: dict[KeyKind, list[int]] = {}
        if search.key:
            kinds = ",".join(str(int(kind)) for kind in search.key_kinds)
            ask = f"SELECT kind, package FROM key WHERE kind IN ({kinds}) AND value = ? ORDER BY kind"
            for kind, rowid in self._database.execute(ask, (search.key,)):
                found.setdefault(KeyKind(kind), []).append(rowid)
        return found

    def _rows(self, ranked: Condition, conditions: Sequence[Condition], texts: Sequence[str]) -> list[_Row]:
        values: list[Value] = [*ranked.values]
        tables, where = "package AS p", [condition.sql for condition in conditions]
        if texts:
            tables = "grams CROSS JOIN package AS p ON p.rowid = grams.rowid"
            where.insert(0, "grams MATCH ?")
            values.append(" AND ".join('"' + text.replace('"', '""') + '"' for text in texts))
        values.extend(value for condition in conditions for value in condition.values)
        ask = f"SELECT {ranked.sql}, p.place, p.shown FROM {tables} WHERE {' AND '.join(where)}"
        return self._database.execute(ask, values).fetchall()

    def _shown(self, rows: Sequence[_Row], search: Search) -> Ranked:
        """Sorted rows as packages. Those of one rank stand together and fit for the same reason."""
        ranks = [row[0] for row in rows]
        packages: list[FoundPackage] = []
        while (start := len(packages)) < len(rows):
            end = bisect_right(ranks, ranks[start])
            alike = rows[start:end]
            matches = self._matches(ranks[start], alike, search.wanted)
            packages += [self._package(row[2], match) for row, match in zip(alike, matches, strict=False)]
        return Ranked(ranks, packages)

    def _package(self, shown: str, match: str) -> FoundPackage:
        identifier, name, moniker, joined = shown.split(_LINE, 3)
        versions = tuple(joined.split(_LINE))
        return FoundPackage(
            id=identifier,
            name=name,
            moniker=moniker or None,
            version=versions[0],
            available_versions=versions,
            source=self._source,
            match=match,
        )

    def _matches(self, ranked: int, rows: Sequence[_Row], wanted: str) -> Iterable[str]:
        """For each of some rows of one rank what fitted, where that is neither the id nor the name: `Tag: editor`."""
        field, kind = field_of(ranked), type_of(ranked)
        title = FIELD_TITLES.get(field, "")
        if field in _LISTS:
            return self._list_matches(f"{title}: ", field, kind, [row[1] for row in rows], wanted)
        if field is Field.moniker:
            return [f"{title}: {row[2].split(_LINE, 3)[2]}" for row in rows]
        return repeat(f"{title}: {wanted}" if title else "")

    def _list_matches(
        self, title: str, field: Field, kind: MatchType, places: Sequence[int], wanted: str
    ) -> Iterator[str]:
        """The same for commands or tags of the packages at some places: the first value of the list that fits."""
        sought = sought_in_list(kind, wanted)
        skipped = sought[0] == _LINE
        for given, folded in self._lists(field, places):
            searched = (given or folded) if kind is MatchType.exact else folded
            if given is None or len(given) == len(folded):  # a place in the one is the same place in the other
                values, at = given or folded, searched.find(sought) + skipped
                yield title + values[values.rfind(_LINE, 0, at) + 1 : values.index(_LINE, at)]
            else:
                yield title + next(value for value in given.split(_LINE) if fits(kind, wanted, value))

    def _lists(self, field: Field, places: Sequence[int]) -> Iterator[tuple[str | None, str]]:
        """Commands or tags of the packages at ascending places: as given (None where that is as folded), and folded."""
        column = _LISTS[field]
        for start in range(0, len(places), _MOST_PLACES):
            some = places[start : start + _MOST_PLACES]
            marks = ",".join("?" * len(some))
            ask = f"SELECT {column}, {column}_folded FROM package WHERE place IN ({marks}) ORDER BY place"
            yield from self._database.execute(ask, some)

    def versions(self, identifier: str) -> tuple[PackageVersion, ...]:
        """The versions of a package by its id without case, newest first; none if it is not here."""
        rows = self._database.execute(
            "SELECT v.version, v.arp_minimum, v.arp_maximum FROM package AS p JOIN version AS v ON v.package = p.rowid"
            " WHERE p.id_folded = ? ORDER BY v.place",
            (fold(identifier),),
        )
        return tuple(PackageVersion(*row) for row in rows)

    def files(self, identifier: str, version: str) -> list[str]:
        """The files of one version, relative to the source's root. `version` as `versions` gives it."""
        rows = self._database.execute(
            "SELECT folder.path, file.name FROM package AS p JOIN version AS v ON v.package = p.rowid"
            " JOIN file ON file.version = v.rowid JOIN folder ON folder.rowid = file.folder"
            " WHERE p.id_folded = ? AND v.version = ? ORDER BY folder.path, file.name",
            (fold(identifier), version),
        )
        return [f"{folder}/{name}" if folder else name for folder, name in rows]

    def by_keys(self, kind: KeyKind, values: Iterable[str]) -> dict[str, list[str]]:
        """Which packages are known by which of many keys.

        Args:
            values: Keys as the index has them: folded codes and family names, or `names.joined`.

        Returns:
            Ids of packages by key; keys that nobody has are left out.
        """
        found: dict[str, list[str]] = {}
        ask = "SELECT p.id FROM key JOIN package AS p ON p.rowid = key.package WHERE key.kind = ? AND key.value = ?"
        for value in values:
            if ids := [identifier for (identifier,) in self._database.execute(ask, (int(kind), value))]:
                found[value] = ids
        return found

    def keys(self, identifier: str) -> list[tuple[KeyKind, str]]:
        """All keys that a package is known by."""
        rows = self._database.execute(
            "SELECT k.kind, k.value FROM package AS p JOIN key AS k ON k.package = p.rowid WHERE p.id_folded = ?"
            " ORDER BY k.kind, k.value",
            (fold(identifier),),
        )
        return [(KeyKind(kind), value) for kind, value in rows]

    def faults(self) -> tuple[Fault, ...]:
        """The files that were skipped."""
        return tuple(Fault(*row) for row in self._database.execute("SELECT path, reason FROM fault ORDER BY path"))


@contextmanager
def _no_collection() -> Iterator[None]:
    """Thousands of rows at once would set off the garbage collector again and again, and none of them is garbage."""
    collects = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collects:
            gc.enable()


def _uri(path: Path) -> str:
    """The file as a URI for SQLite, opened without locks since it never changes."""
    plain = str(path).replace("\\", "/")
    for letter, code in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        plain = plain.replace(letter, code)
    return f"file:{'' if plain.startswith('/') else '/'}{plain}?mode=ro&immutable=1"
