"""Packages of an index of schema 1.0 to 1.7: one row a version, of numbers that point into tables of texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from operator import itemgetter
from typing import Any

from wingetpy.model.version import Version
from wingetpy.sources.preindexed.foreign import HASH_SIZE, ForeignPackage, ForeignVersion
from wingetpy.sources.preindexed.tables import ForeignDatabase, Grouped, number_of, text_of, version_of

_VERSIONS = (
    "SELECT m.id, i.id, n.name, k.moniker, v.version, m.pathpart, {hash}, {minimum}, {maximum} FROM manifest AS m"
    " JOIN ids AS i ON i.rowid = m.id JOIN names AS n ON n.rowid = m.name"
    " LEFT JOIN monikers AS k ON k.rowid = m.moniker JOIN versions AS v ON v.rowid = m.version"
    " LEFT JOIN channels AS c ON c.rowid = m.channel {more} WHERE coalesce(c.channel, '') = '' ORDER BY m.id"
)
_ARP_VERSIONS = (
    "LEFT JOIN versions AS lowest ON lowest.rowid = m.arp_min_version"
    " LEFT JOIN versions AS highest ON highest.rowid = m.arp_max_version"
)
_VALUES = (
    "SELECT DISTINCT m.id, t.{value} FROM {table}_map AS mapped JOIN manifest AS m ON m.rowid = mapped.manifest"
    " JOIN {table} AS t ON t.rowid = mapped.{value} ORDER BY m.id"
)
_TABLES = (
    *("ids", "names", "monikers", "versions", "channels", "manifest", "pathparts"),
    *("tags", "tags_map", "commands", "commands_map"),
)
_MOST_VERSIONS = 100_000
_MOST_VERSION_TEXT = 1 << 24
"""Characters of the versions and paths of one package, which are kept in memory."""
_DEEPEST_PATH = 64
_LONGEST_PATH = 2048
_MOST_PARTS = 2_000_000
_MOST_PATH_TEXT = 1 << 27
"""Characters of all parts of paths, which are kept in memory."""


def read_packages(database: ForeignDatabase) -> Iterator[ForeignPackage]:
    """Yield the packages of an index. Versions of a channel are left out: nothing asks for one.

    Raises:
        SourceError: IndexIntegrityCompromised; a table or a value lacks.
    """
    database.need(*_TABLES)
    paths = _Paths(database)
    tags, commands = _values(database, "tags", "tag"), _values(database, "commands", "command")
    families, products = _values(database, "pfns", "pfn"), _values(database, "productcodes", "productcode")
    upgrades = _values(database, "upgradecodes", "upgradecode")
    names, publishers = (
        _values(database, "norm_names", "norm_name"),
        _values(database, "norm_publishers", "norm_publisher"),
    )
    for number, rows in groupby(database.rows(_ask_for_versions(database)), key=itemgetter(0)):
        number_of(database, number)
        found = _versions(database, rows, paths)
        found.sort(key=lambda one: (Version.parse(one[1].version).sort_key, one[1].version), reverse=True)
        _, identifier, name, moniker = found[0][0][:4]
        yield ForeignPackage(
            id=text_of(database, identifier, "id"),
            name=text_of(database, name, "name"),
            moniker=moniker if isinstance(moniker, str) else "",
            versions=tuple(version for _, version in found),
            commands=_of(commands, number),
            tags=_of(tags, number),
            package_family_names=_of(families, number),
            product_codes=_of(products, number),
            upgrade_codes=_of(upgrades, number),
            names=_of(names, number),
            publishers=_of(publishers, number),
        )


def _versions(
    database: ForeignDatabase, rows: Iterable[tuple[Any, ...]], paths: _Paths
) -> list[tuple[tuple[Any, ...], ForeignVersion]]:
    """Return the rows of one package with their versions; a few long texts may be named by each of many rows."""
    found = []
    length = 0
    for row in rows:
        version = _version(database, row, paths)
        found.append((row, version))
        length += version.length
        if len(found) > _MOST_VERSIONS or length > _MOST_VERSION_TEXT:
            raise database.damaged(f"a package has more than {_MOST_VERSIONS:,} versions, or too much text of them")
    return found


class _Paths:
    """Paths in parts, each of which names the one above it."""

    def __init__(self, database: ForeignDatabase) -> None:
        self._database = database
        self._parts: dict[Any, tuple[Any, Any]] = {}
        length = 0
        for row, above, part in database.rows(_PATHS):
            length += len(part) if isinstance(part, str | bytes) else 0
            if length > _MOST_PATH_TEXT or len(self._parts) >= _MOST_PARTS:
                raise database.damaged("it has too many paths of manifests, or too long ones")
            self._parts[row] = (above, part)

    def of(self, number: Any) -> str:
        """Return the path that ends in a part."""
        names: list[str] = []
        while number is not None and len(names) <= _DEEPEST_PATH:
            above, name = self._parts.get(number, (None, None))
            names.append(text_of(self._database, name, "path"))
            number = above
        path = "/".join(reversed(names))
        if number is not None or len(path) > _LONGEST_PATH:
            raise self._database.damaged("the path of a manifest is too long, or leads in a circle")
        return path


_PATHS = "SELECT rowid, parent, pathpart FROM pathparts"


def _ask_for_versions(database: ForeignDatabase) -> str:
    """Return the question for all versions; older schemas have fewer columns."""
    columns = database.columns("manifest")
    ranges = {"arp_min_version", "arp_max_version"} <= columns
    return _VERSIONS.format(
        hash="m.hash" if "hash" in columns else "NULL",
        minimum="lowest.version" if ranges else "NULL",
        maximum="highest.version" if ranges else "NULL",
        more=_ARP_VERSIONS if ranges else "",
    )


def _version(database: ForeignDatabase, row: tuple[Any, ...], paths: _Paths) -> ForeignVersion:
    version, part, digest, minimum, maximum = row[4:]
    return ForeignVersion(
        version=version_of(database, version),
        arp_minimum=minimum if isinstance(minimum, str) else "",
        arp_maximum=maximum if isinstance(maximum, str) else "",
        path=paths.of(part),
        hash=digest if isinstance(digest, bytes) and len(digest) == HASH_SIZE else b"",
    )


def _values(database: ForeignDatabase, table: str, value: str) -> Grouped | None:
    """Return the values of a table that came with a later schema; None where it lacks."""
    if not {table, f"{table}_map"} <= database.tables:
        return None
    return database.grouped(_VALUES.format(table=table, value=value))


def _of(values: Grouped | None, number: int) -> list[str]:
    return [] if values is None else values.of(number)
