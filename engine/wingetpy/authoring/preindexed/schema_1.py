"""The index of schema 1.7: a row a version, all texts in tables of their own. For clients that know no 2.0."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from pathlib import Path

from wingetpy.authoring.preindexed.catalogue import OfferedPackage, OfferedVersion, folded
from wingetpy.authoring.preindexed.database import TextTable, new_database

_TEXTS = (
    *(("ids", "id"), ("names", "name"), ("monikers", "moniker"), ("versions", "version"), ("channels", "channel")),
    *(("tags", "tag"), ("commands", "command"), ("pfns", "pfn"), ("productcodes", "productcode")),
    *(("norm_names", "norm_name"), ("norm_publishers", "norm_publisher"), ("upgradecodes", "upgradecode")),
)
_MAPPED = _TEXTS[5:]
_MANIFEST = """CREATE TABLE manifest (
    rowid INTEGER PRIMARY KEY, id INT64 NOT NULL, name INT64 NOT NULL, moniker INT64 NOT NULL, version INT64 NOT NULL,
    channel INT64 NOT NULL, pathpart INT64 NOT NULL, hash BLOB, arp_min_version INT64, arp_max_version INT64)"""
_OTHER_TABLES = (
    "CREATE TABLE pathparts (rowid INTEGER PRIMARY KEY, parent INT64, pathpart TEXT NOT NULL)",
    "CREATE TABLE manifest_metadata (manifest INT64 NOT NULL, metadata TEXT NOT NULL, value TEXT,"
    " PRIMARY KEY (manifest, metadata)) WITHOUT ROWID",
    "CREATE TABLE dependencies (rowid INTEGER PRIMARY KEY, manifest INT64 NOT NULL, min_version INT64,"
    " package_id INT64 NOT NULL)",
)


def write_index(path: Path, packages: Iterable[OfferedPackage], now: float) -> None:
    """Write the index. `now`: Unix seconds."""
    with new_database(path, (1, 7), now) as database:
        writer = _VersionWriter(database)
        for package in packages:
            writer.add(package)


class _VersionWriter:
    def __init__(self, database: sqlite3.Connection) -> None:
        self._database = database
        self._texts = {table: TextTable(database, table, value) for table, value in _TEXTS}
        for statement in (_MANIFEST, *_OTHER_TABLES):
            database.execute(statement)
        for table, value in _MAPPED:
            columns = f"{value} INT64 NOT NULL, manifest INT64 NOT NULL, PRIMARY KEY ({value}, manifest)"
            database.execute(f"CREATE TABLE {table}_map ({columns}) WITHOUT ROWID")
        self._parts: dict[tuple[int | None, str], int] = {}
        self._manifests = 0

    def add(self, package: OfferedPackage) -> None:
        """Add the versions of a package. The oldest comes first, so the highest number is the newest version's."""
        for version in reversed(package.versions):
            self._add_version(package, version)

    def _add_version(self, package: OfferedPackage, version: OfferedVersion) -> None:
        self._manifests += 1
        part, number = version.part, self._manifests
        minimum, maximum = version.arp_range
        row = (
            number,
            self._number("ids", package.id),
            self._number("names", part.name or package.id),
            self._number("monikers", part.moniker),
            self._number("versions", part.version),
            self._number("channels", ""),
            self._path(version.path),
            bytes.fromhex(version.sha256),
            self._number("versions", minimum) if minimum else None,
            self._number("versions", maximum) if maximum else None,
        )
        self._database.execute(f"INSERT INTO manifest VALUES ({','.join('?' * len(row))})", row)
        lists = (
            *(tuple(part.tags), tuple(part.commands), folded(part.package_family_names), folded(part.product_codes)),
            *(tuple(part.names), tuple(part.publishers), folded(part.upgrade_codes)),
        )
        for (table, _), values in zip(_MAPPED, lists, strict=True):
            numbers = dict.fromkeys(self._number(table, value) for value in values)
            ask = f"INSERT INTO {table}_map VALUES (?,?)"
            self._database.executemany(ask, [(value, number) for value in numbers])

    def _number(self, table: str, text: str) -> int:
        return self._texts[table].number(text)

    def _path(self, path: str) -> int:
        """Return the number of the last part of a path; its parts are added where they are new."""
        above: int | None = None
        for name in path.split("/"):
            number = self._parts.get((above, name))
            if number is None:
                number = self._parts[above, name] = len(self._parts) + 1
                self._database.execute("INSERT INTO pathparts VALUES (?,?,?)", (number, above, name))
            above = number
        assert above is not None
        return above
