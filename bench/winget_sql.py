"""winget's search of an index of schema 2.0, statement by statement, on SQLite.

Facts of `Schema/2_0/SearchResultsTable_2_0.cpp` and `Interface_2_0.cpp` of winget-cli: a query that may be a part of a
text asks for the folded codes, then for equal values and for parts in id, name, moniker, command and tag.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

_CODES = (("pfns2", "pfn"), ("productcodes2", "productcode"), ("upgradecodes2", "upgradecode"))
_OWN = ("id", "name", "moniker")
_LISTS = (("commands2", "command"), ("tags2", "tag"))
_RESULTS = "CREATE TEMP TABLE results (package INT64, field INT, kind INT, value TEXT, sort INT, filter INT)"
_INDEX = "CREATE INDEX temp.results_package ON results (package)"
_REMOVE = (
    "DELETE FROM temp.results WHERE rowid NOT IN"
    " (SELECT rowid FROM (SELECT rowid, min(sort) FROM temp.results GROUP BY package))"
)
_SHOWN = (
    "SELECT p.id, p.name, p.moniker, p.latest_version, r.field, r.kind, r.value FROM temp.results AS r"
    " JOIN packages AS p ON p.rowid = r.package ORDER BY r.sort"
)


class WingetSearch:
    """The database, open for reading.

    Args:
        path: The publisher's SQLite file.
    """

    def __init__(self, path: Path) -> None:
        self._database = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, isolation_level=None)

    def search(self, query: str) -> list[tuple[object, ...]]:
        """Return what a query finds, best first."""
        ask = self._database.execute
        ask(_RESULTS)
        ask(_INDEX)
        escaped = query.replace("'", "''").replace("%", "'%").replace("_", "'_")
        sort = 0
        for table, value in _CODES:
            self._insert(sort, f"SELECT package AS p, {value} AS v FROM {table} WHERE {value} = ?", query.lower())
            sort += 1
        for pattern in (escaped, f"%{escaped}%"):
            for column in _OWN:
                rows = f"SELECT rowid AS p, {column} AS v FROM packages WHERE {column} LIKE ? ESCAPE ''''"
                self._insert(sort, rows, pattern)
                sort += 1
            for table, value in _LISTS:
                rows = (
                    f"SELECT map.package AS p, t.{value} AS v FROM {table} AS t JOIN {table}_map AS map"
                    f" ON t.rowid = map.{value} WHERE t.{value} LIKE ? ESCAPE ''''"
                )
                self._insert(sort, rows, pattern)
                sort += 1
        ask(_REMOVE)
        found = ask(_SHOWN).fetchall()
        ask("DROP TABLE temp.results")
        return found

    def _insert(self, sort: int, rows: str, value: str) -> None:
        statement = f"INSERT INTO temp.results SELECT found.p, 0, 0, found.v, {sort}, 0 FROM ({rows}) AS found"
        self._database.execute(statement, (value,))
