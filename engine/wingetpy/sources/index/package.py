"""Versions of a package into what the index says of the package."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

import msgspec

from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.sources.index.parts import Batch, PartFile, SkippedFile, VersionPart
from wingetpy.sources.index.schema import IndexKey
from wingetpy.sources.keys import joined

_MOST_NAMES = 200
"""Names, and publishers, of one version: each name is a key with each publisher."""


class IndexedVersion(msgspec.Struct, frozen=True):
    """A version with its files and the lowest and highest version its installers show in Apps & Features."""

    version: str
    arp_minimum: str
    arp_maximum: str
    files: Sequence[PartFile]


class IndexedPackage(msgspec.Struct, frozen=True):
    """A package: name and moniker are those of its newest version; the lists join all versions."""

    id: str
    name: str
    moniker: str
    commands: Sequence[str]
    tags: Sequence[str]
    versions: Sequence[IndexedVersion]
    keys: frozenset[tuple[IndexKey, str]]


class Collected:
    """All parts of a catalogue, joined by version and grouped by package."""

    def __init__(self) -> None:
        self.faults: list[SkippedFile] = []
        self._packages: dict[str, dict[str, VersionPart]] = {}

    def add(self, batch: Batch) -> None:
        self.faults.extend(batch.faults)
        for part in batch.parts:
            identifier, version = part.key
            versions = self._packages.setdefault(identifier, {})
            known = versions.setdefault(version, part)
            if known is not part:
                self.faults.extend(known.join(part))

    def identifiers(self) -> list[str]:
        """The folded ids of all packages so far."""
        return list(self._packages)

    def packages(self) -> Iterator[IndexedPackage]:
        """The packages in the order of their folded ids. Versions that lack a file become faults."""
        yield from map(package_of, self.grouped())

    def grouped(self) -> Iterator[list[VersionPart]]:
        """The versions of each package, in the order of the folded ids. Versions that lack a file become faults."""
        for identifier in sorted(self._packages):
            if versions := [part for part in self._packages[identifier].values() if self._whole(part)]:
                yield versions

    def _whole(self, part: VersionPart) -> bool:
        if lacking := part.missing():
            reason = f"{part.identifier} {part.version} has no {lacking} manifest that can be read."
            self.faults.extend(SkippedFile(file.path, reason) for file in part.files)
        return not lacking


def package_of(parts: list[VersionPart]) -> IndexedPackage:
    """One package out of its versions, of which there is at least one."""
    parts.sort(key=lambda part: (Version.parse(part.version).sort_key, part.version), reverse=True)
    newest = parts[0]
    keys: set[tuple[IndexKey, str]] = set()
    for part in parts:
        keys.update(_keys_of(part))
    return IndexedPackage(
        id=newest.identifier,
        name=newest.name or newest.identifier,
        moniker=newest.moniker,
        commands=list(dict.fromkeys(command for part in parts for command in part.commands)),
        tags=list(dict.fromkeys(tag for part in parts for tag in part.tags)),
        versions=[IndexedVersion(part.version, *_arp_range(tuple(part.arp_versions)), part.files) for part in parts],
        keys=frozenset(keys),
    )


def _keys_of(part: VersionPart) -> Iterator[tuple[IndexKey, str]]:
    yield from _folded(IndexKey.package_family_name, part.package_family_names)
    yield from _folded(IndexKey.product_code, part.product_codes)
    yield from _folded(IndexKey.upgrade_code, part.upgrade_codes)
    for name in islice(part.names, _MOST_NAMES):
        for publisher in islice(part.publishers, _MOST_NAMES):
            yield IndexKey.name_and_publisher, joined(name, publisher)


def _folded(kind: IndexKey, values: Iterable[str]) -> Iterator[tuple[IndexKey, str]]:
    return ((kind, fold(value)) for value in values)


def _arp_range(versions: Sequence[str]) -> tuple[str, str]:
    if len(versions) < 2:
        return (versions[0], versions[0]) if versions else ("", "")
    ordered = sorted(versions, key=lambda version: Version.parse(version).sort_key)
    return ordered[0], ordered[-1]
