"""The index of schema 2.0: a row a package."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wingetpy.authoring.preindexed.catalogue import OfferedPackage, folded, joined
from wingetpy.authoring.preindexed.database import TextTable, new_database

_PACKAGES = """CREATE TABLE packages (
    rowid INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, moniker TEXT, latest_version TEXT NOT NULL,
    arp_min_version TEXT, arp_max_version TEXT, hash BLOB)"""
_LISTS = (("tags2", "tag"), ("commands2", "command"))
_CODES = (
    ("pfns2", "pfn"),
    ("productcodes2", "productcode"),
    ("upgradecodes2", "upgradecode"),
    ("norm_names2", "norm_name"),
    ("norm_publishers2", "norm_publisher"),
)


def write_index(path: Path, packages: Iterable[OfferedPackage], now: float) -> None:
    """Write the index. `now`: Unix seconds."""
    with new_database(path, (2, 0), now) as database:
        database.execute("INSERT INTO metadata VALUES ('packageUpdateTrackingBaseTime', ?)", (str(int(now)),))
        database.execute(_PACKAGES)
        texts = {table: TextTable(database, table, value) for table, value in _LISTS}
        for table, value in _LISTS:
            columns = f"{value} INT64 NOT NULL, package INT64 NOT NULL, PRIMARY KEY ({value}, package)"
            database.execute(f"CREATE TABLE {table}_map ({columns}) WITHOUT ROWID")
        for table, value in _CODES:
            columns = f"{value} TEXT NOT NULL, package INT64 NOT NULL, PRIMARY KEY ({value}, package)"
            database.execute(f"CREATE TABLE {table} ({columns}) WITHOUT ROWID")
        for number, package in enumerate(packages, 1):
            minimum, maximum = package.versions[0].arp_range
            values = (number, package.id, package.name, package.newest.moniker or None, package.newest.version)
            row = (*values, minimum or None, maximum or None, package.data_hash)
            database.execute("INSERT INTO packages VALUES (?,?,?,?,?,?,?,?)", row)
            for table, found in (("tags2", _tags(package)), ("commands2", _commands(package))):
                numbers = dict.fromkeys(texts[table].number(text) for text in found)
                database.executemany(f"INSERT INTO {table}_map VALUES (?,?)", [(text, number) for text in numbers])
            for (table, _), found in zip(_CODES, _codes(package), strict=True):
                database.executemany(f"INSERT INTO {table} VALUES (?,?)", [(text, number) for text in found])


def _tags(package: OfferedPackage) -> tuple[str, ...]:
    return joined(version.part.tags for version in package.versions)


def _commands(package: OfferedPackage) -> tuple[str, ...]:
    return joined(version.part.commands for version in package.versions)


def _codes(package: OfferedPackage) -> tuple[tuple[str, ...], ...]:
    """Return the values of a package in the order of the tables."""
    parts = [version.part for version in package.versions]
    return (
        folded(joined(part.package_family_names for part in parts)),
        folded(joined(part.product_codes for part in parts)),
        folded(joined(part.upgrade_codes for part in parts)),
        joined(part.names for part in parts),
        joined(part.publishers for part in parts),
    )
