"""The index of a publisher into one of ours: so every source is searched by the same rules, at the same speed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from wingetpy.model.text import fold
from wingetpy.sources.index.package import IndexedPackage, IndexedVersion
from wingetpy.sources.index.schema import IndexKey
from wingetpy.sources.index.writer import IndexWriter
from wingetpy.sources.keys import joined
from wingetpy.sources.preindexed import schema_1, schema_2
from wingetpy.sources.preindexed.allowance import Allowance, pairs_of
from wingetpy.sources.preindexed.foreign import ForeignPackage
from wingetpy.sources.preindexed.origin_table import OriginWriter
from wingetpy.sources.preindexed.tables import ForeignDatabase, damaged

_LONGEST_SECONDS = 600.0
"""A catalogue takes seconds. Tables can be made so that a question to them never ends."""


def convert(database: Path, target: Path, source: str, go_on: Callable[[], None]) -> list[int]:
    """Write an index of ours with the packages of a publisher's.

    Args:
        database: The publisher's SQLite file.
        target: Where to write; the file is new.
        source: What the source is called in messages.
        go_on: Called for each package; raises to stop.

    Returns:
        How many files, packages, versions and skipped files it has, as `IndexWriter.counted`.

    Raises:
        SourceError: IndexIntegrityCompromised, NotSupported.
        sqlite3.Error: the target cannot be written.
    """
    bounded = _bounded(go_on, source)
    allowance = Allowance(database.stat().st_size)
    with ForeignDatabase(database, source, bounded) as foreign, IndexWriter(target, fresh=True) as writer:
        origins = OriginWriter(writer.database)
        writer.add_packages(_converted(foreign, origins, allowance, bounded))
        return writer.counted()


def _bounded(go_on: Callable[[], None], source: str) -> Callable[[], None]:
    """Return a `go_on` that also raises SourceError (IndexIntegrityCompromised) when the time is up."""
    until = time.monotonic() + _LONGEST_SECONDS

    def go_on_in_time() -> None:
        go_on()
        if time.monotonic() > until:
            raise damaged(source, f"reading it takes more than {_LONGEST_SECONDS:g} seconds")

    return go_on_in_time


def _converted(
    foreign: ForeignDatabase, origins: OriginWriter, allowance: Allowance, go_on: Callable[[], None]
) -> Iterator[IndexedPackage]:
    schema = schema_1 if foreign.version[0] == 1 else schema_2
    known: set[str] = set()
    for package in schema.read_packages(foreign):
        go_on()
        identifier = fold(package.id)
        if identifier in known:
            raise foreign.damaged(f"it has the package {package.id[:100]!r} twice")
        known.add(identifier)
        if (excess := allowance.excess_with(package)) is not None:
            raise foreign.damaged(excess)
        origins.add(package)
        yield _indexed(package)


def _indexed(package: ForeignPackage) -> IndexedPackage:
    return IndexedPackage(
        id=package.id,
        name=package.name,
        moniker=package.moniker,
        commands=tuple(dict.fromkeys(package.commands)),
        tags=tuple(dict.fromkeys(package.tags)),
        versions=[IndexedVersion(one.version, one.arp_minimum, one.arp_maximum, ()) for one in package.versions],
        keys=frozenset(_keys(package)),
    )


def _keys(package: ForeignPackage) -> Iterator[tuple[IndexKey, str]]:
    for kind, values in (
        (IndexKey.package_family_name, package.package_family_names),
        (IndexKey.product_code, package.product_codes),
        (IndexKey.upgrade_code, package.upgrade_codes),
    ):
        yield from ((kind, fold(value)) for value in values)
    for name, publisher in pairs_of(package):
        yield IndexKey.name_and_publisher, joined(fold(name), fold(publisher))
