"""Deciding which package an installed program is: by what was written down at its installation, by codes, by names."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from wingetpy.correlation.records import Records
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.names import normalize_name, normalize_publisher
from wingetpy.model.text import fold
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.request import InstalledKeys, KeyMatch, PackageReference

PackageKey = tuple[str, str]
"""Source and id of a package, folded."""


class Identity(NamedTuple):
    """A package that an installed program is. `certain` if a record or a code says so, not only the names."""

    package: PackageReference
    certain: bool


def recognise(
    entries: Sequence[InstalledEntry], sources: CompositeSource, records: Records
) -> list[tuple[Identity, ...]]:
    """The packages that each of many installed programs is: at most one of each source, the first counts most.

    What a record says comes first and needs no further sign. Of the rest, one code that leads to one package is enough;
    a name leads to a package only if no other program leads there by more than a name.
    """
    recorded = _Recorded(sources, records)
    matches = sources.recognise([_keys_of(entry) for entry in entries])  # first: a server is asked for all at once
    known = [recorded.package_of(entry) for entry in entries]
    identities = [
        _identities(package, found, _names_decide(entry, found, sources))
        for entry, package, found in zip(entries, known, matches, strict=True)
    ]
    names_of_certain = _names_by_certain_package(entries, identities)
    order = _order_of_sources(sources)
    return [
        tuple(sorted(_confirmed(entry, found, names_of_certain), key=lambda one: _place(one, package, order)))
        for entry, found, package in zip(entries, identities, known, strict=True)
    ]


def key_of(package: PackageReference) -> PackageKey:
    """The key of a package: source and id, folded."""
    return fold(package.source), fold(package.identifier)


class _Recorded:
    """What was written down when something was installed: in the entry of a portable, or in this engine's own store."""

    def __init__(self, sources: CompositeSource, records: Records) -> None:
        self._names = {fold(source.details.identifier): source.details.name for source in sources.sources}
        self._sources = sources
        self._records = records

    def package_of(self, entry: InstalledEntry) -> PackageReference | None:
        """The package, if one of the open sources has it still."""
        origin = self._records.origin_of(entry)
        return self._reference(*origin) if origin else None

    def _reference(self, source_id: str, package_id: str) -> PackageReference | None:
        name = self._names.get(fold(source_id))
        if name is None:
            return None
        reference = PackageReference(name, package_id)
        return reference if self._sources.offers(reference) else None


def _keys_of(entry: InstalledEntry) -> InstalledKeys:
    return InstalledKeys(
        package_family_name=entry.family_name or "",
        product_code=entry.product_code or "",
        upgrade_codes=(entry.upgrade_code,) if entry.upgrade_code else (),
        name=entry.name,
        publisher=entry.publisher,
    )


def _names_decide(entry: InstalledEntry, found: Sequence[KeyMatch], sources: CompositeSource) -> tuple[KeyMatch, ...]:
    """Where codes lead to several packages of one source, what the names say; nothing where they are not needed."""
    strong = [fold(match.package.source) for match in found if match.strong]
    if len(strong) == len(set(strong)):
        return ()
    return sources.recognise([InstalledKeys(name=entry.name, publisher=entry.publisher)])[0]


def _identities(
    recorded: PackageReference | None, found: Sequence[KeyMatch], by_name: Sequence[KeyMatch]
) -> tuple[Identity, ...]:
    """One package of each source, where that is clear."""
    identities: dict[str, Identity] = {}
    if recorded:
        identities[fold(recorded.source)] = Identity(recorded, certain=True)
    for source in dict.fromkeys(fold(match.package.source) for match in found):
        here = [match for match in found if fold(match.package.source) == source]
        one = _only_one(here, {key_of(match.package) for match in by_name})
        if one and source not in identities:
            identities[source] = Identity(one.package, one.strong)
    return tuple(identities.values())


def _only_one(found: Sequence[KeyMatch], named: set[PackageKey]) -> KeyMatch | None:
    """The one package, if codes lead to one, or to several of which the name fits one; else if names lead to one."""
    strong = [match for match in found if match.strong]
    if len(strong) > 1:
        strong = [match for match in strong if key_of(match.package) in named]
    elif not strong:
        strong = list(found)
    return strong[0] if len(strong) == 1 else None


def _names_by_certain_package(
    entries: Sequence[InstalledEntry], identities: Sequence[Sequence[Identity]]
) -> Mapping[PackageKey, set[tuple[str, str]]]:
    """Under which names the programs go that certainly are a package."""
    names: dict[PackageKey, set[tuple[str, str]]] = {}
    for entry, found in zip(entries, identities, strict=True):
        for identity in found:
            if identity.certain:
                names.setdefault(key_of(identity.package), set()).add(_name_of(entry))
    return names


def _confirmed(
    entry: InstalledEntry, found: Iterable[Identity], names: Mapping[PackageKey, set[tuple[str, str]]]
) -> list[Identity]:
    """Without what rests on a name alone where a program of another name certainly is that package."""
    return [
        identity
        for identity in found
        if identity.certain or not (taken := names.get(key_of(identity.package))) or _name_of(entry) in taken
    ]


def _name_of(entry: InstalledEntry) -> tuple[str, str]:
    return normalize_name(fold(entry.name)).name, normalize_publisher(fold(entry.publisher))


def _order_of_sources(sources: CompositeSource) -> Mapping[str, tuple[int, int]]:
    """By priority, the highest first, then as configured."""
    return {fold(one.details.name): (-one.details.priority, place) for place, one in enumerate(sources.sources)}


def _place(
    identity: Identity, recorded: PackageReference | None, order: Mapping[str, tuple[int, int]]
) -> tuple[bool, bool, tuple[int, int]]:
    return identity.package is not recorded, not identity.certain, order[fold(identity.package.source)]
