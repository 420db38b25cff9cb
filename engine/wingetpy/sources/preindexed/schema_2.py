"""Packages of an index of schema 2.0: one row a package; its versions are in a file of their own."""

from __future__ import annotations

from collections.abc import Iterator

from wingetpy.sources.preindexed.foreign import HASH_SIZE, ForeignPackage, ForeignVersion
from wingetpy.sources.preindexed.tables import ForeignDatabase, number_of, text_of, version_of

_PACKAGES = (
    "SELECT rowid, id, name, moniker, latest_version, arp_min_version, arp_max_version, hash FROM packages"
    " ORDER BY rowid"
)
_MAPPED = (
    "SELECT m.package, t.{value} FROM {table}_map AS m JOIN {table} AS t ON t.rowid = m.{value} ORDER BY m.package"
)
_PLAIN = "SELECT package, {value} FROM {table} ORDER BY package"
_TABLES = (
    *("packages", "tags2", "tags2_map", "commands2", "commands2_map", "pfns2", "productcodes2", "upgradecodes2"),
    *("norm_names2", "norm_publishers2"),
)


def read_packages(database: ForeignDatabase) -> Iterator[ForeignPackage]:
    """Yield the packages of an index.

    Raises:
        SourceError: IndexIntegrityCompromised; a table or a value lacks.
    """
    database.need(*_TABLES)
    tags = database.grouped(_MAPPED.format(table="tags2", value="tag"))
    commands = database.grouped(_MAPPED.format(table="commands2", value="command"))
    families = database.grouped(_PLAIN.format(table="pfns2", value="pfn"))
    products = database.grouped(_PLAIN.format(table="productcodes2", value="productcode"))
    upgrades = database.grouped(_PLAIN.format(table="upgradecodes2", value="upgradecode"))
    names = database.grouped(_PLAIN.format(table="norm_names2", value="norm_name"))
    publishers = database.grouped(_PLAIN.format(table="norm_publishers2", value="norm_publisher"))
    for rowid, identifier, name, moniker, version, minimum, maximum, digest in database.rows(_PACKAGES):
        if not isinstance(digest, bytes) or len(digest) != HASH_SIZE:
            raise database.damaged(f"the package {str(identifier)[:100]!r} has no hash of its versions")
        number_of(database, rowid)
        newest = version_of(database, version)
        yield ForeignPackage(
            id=text_of(database, identifier, "id"),
            name=text_of(database, name, "name"),
            moniker=moniker if isinstance(moniker, str) else "",
            versions=(ForeignVersion(newest, _text(minimum), _text(maximum)),),
            data_hash=digest,
            commands=commands.of(rowid),
            tags=tags.of(rowid),
            package_family_names=families.of(rowid),
            product_codes=products.of(rowid),
            upgrade_codes=upgrades.of(rowid),
            names=names.of(rowid),
            publishers=publishers.of(rowid),
        )


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
