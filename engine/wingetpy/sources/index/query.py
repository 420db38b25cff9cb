"""Questions to an index."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from wingetpy.model.text import fold
from wingetpy.sources.index.conditions import Condition, Search, single, whole
from wingetpy.sources.index.parts import Fault
from wingetpy.sources.index.schema import KeyKind
from wingetpy.sources.match import FIELD_TITLES, RANKS_PER_TYPE, Field, MatchType, field_of, fits, rank
from wingetpy.sources.request import FoundPackage, PackageVersion, RankedPackage, SearchRequest

_CACHE_KIBIBYTES = 4096
_KEY_FIELDS = {
    KeyKind.package_family_name: Field.package_family_name,
    KeyKind.product_code: Field.product_code,
    KeyKind.upgrade_code: Field.upgrade_code,
}


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

    def search(self, request: SearchRequest) -> list[RankedPackage]:
        """All that fits a request, best first: by type of match, then field, then id. At most one more than `count`."""
        return self._answer(whole(request), request)

    def find_single(self, request: SearchRequest) -> list[RankedPackage]:
        """What an operation on one package may mean: the query fits id, name or moniker, or is a code of it."""
        return self._answer(single(request), request)

    def _answer(self, search: Search, request: SearchRequest) -> list[RankedPackage]:
        limit = -1 if request.count is None else request.count + 1
        ranked: list[RankedPackage] = []
        if named := self._named_by(search):
            among = Condition(f"p.rowid IN ({','.join('?' * len(named))})", tuple(named))
            rows = self._rows(Condition("0"), (among, *search.filters), (), limit)
            ranked.extend(self._named_package(row, named[row.rowid]) for row in rows)
            ranked.sort(key=lambda package: (package.rank, package.order))
            search = search._replace(filters=(Condition(f"NOT {among.sql}", among.values), *search.filters))
        wanted = search.wanted
        ranked.extend(
            self._package(row, wanted) for row in self._rows(search.rank, search.filters, search.texts, limit)
        )
        return ranked if limit < 0 else ranked[:limit]

    def _named_by(self, search: Search) -> dict[int, KeyKind]:
        """Packages that are known by the query as a key, with the best kind of key."""
        if not search.key:
            return {}
        kinds = ",".join(str(int(kind)) for kind in search.key_kinds)
        hits = self._database.execute(
            f"SELECT package, kind FROM key WHERE kind IN ({kinds}) AND value = ? ORDER BY kind DESC", (search.key,)
        )
        return {rowid: KeyKind(kind) for rowid, kind in hits}

    def _rows(
        self, ranked: Condition, filters: Sequence[Condition], texts: Sequence[str], limit: int
    ) -> Iterator[_Row]:
        tables, values = "package AS p", [*ranked.values]
        conditions = [condition.sql for condition in filters]
        if texts:
            tables = "grams JOIN package AS p ON p.rowid = grams.rowid"
            conditions.insert(0, "grams MATCH ?")
            values.append(" AND ".join('"' + text.replace('"', '""') + '"' for text in texts))
        values.extend(value for condition in filters for value in condition.values)
        conditions.append("rank IS NOT NULL")
        rows = self._database.execute(
            f"SELECT {ranked.sql} AS rank, {_SHOWN} FROM {tables} WHERE {' AND '.join(conditions)}"
            " ORDER BY rank, p.id_folded LIMIT ?",
            (*values, limit),
        )
        return map(_Row._make, rows)

    def _named_package(self, row: _Row, kind: KeyKind) -> RankedPackage:
        field = _KEY_FIELDS[kind]
        return RankedPackage(rank(MatchType.exact, field), row.order, self._shown(row, FIELD_TITLES[field]))

    def _package(self, row: _Row, wanted: str) -> RankedPackage:
        field = field_of(row.rank)
        match = ""
        if field >= Field.moniker and (title := FIELD_TITLES.get(field)):
            match = f"{title}: {_fitting(row, field, wanted)}"
        return RankedPackage(row.rank, row.order, self._shown(row, match))

    def _shown(self, row: _Row, match: str) -> FoundPackage:
        return FoundPackage(
            id=row.id,
            name=row.name,
            moniker=row.moniker,
            version=row.latest,
            available_versions=tuple(row.versions.split("\n")),
            source=self._source,
            match=match,
        )

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


class _Row(NamedTuple):
    """A package as `_rows` reads it."""

    rank: int
    rowid: int
    order: str
    id: str
    name: str
    moniker: str | None
    latest: str
    versions: str
    commands: str | None
    tags: str | None


_SHOWN = "p.rowid, p.id_folded, p.id, p.name, p.moniker, p.latest, p.versions, p.commands, p.tags"


def _fitting(row: _Row, field: Field, wanted: str) -> str:
    """The text in the field that fitted, as the manifest has it."""
    if field is Field.moniker:
        return row.moniker or ""
    kind = MatchType(row.rank // RANKS_PER_TYPE)
    listed = row.commands if field is Field.command else row.tags
    values = (listed or "").strip("\n").split("\n")
    return next((value for value in values if fits(kind, wanted, value)), values[0])


def _uri(path: Path) -> str:
    """The file as a URI for SQLite, opened without locks since it never changes."""
    plain = str(path).replace("\\", "/")
    for letter, code in (("%", "%25"), ("?", "%3f"), ("#", "%23")):
        plain = plain.replace(letter, code)
    return f"file:{'' if plain.startswith('/') else '/'}{plain}?mode=ro&immutable=1"
