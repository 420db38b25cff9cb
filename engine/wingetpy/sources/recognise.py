"""Which packages of one source installed programs may be, by its keys."""

from __future__ import annotations

from collections.abc import Sequence

from wingetpy.model.text import fold
from wingetpy.sources.keys import KeyKind, joined, name_keys, publisher_key
from wingetpy.sources.request import InstalledKeys, KeyMatch, PackageReference
from wingetpy.sources.source import OpenSource


def recognised_by(source: OpenSource, installed: Sequence[InstalledKeys]) -> list[list[KeyMatch]]:
    """Return the packages that each installed program may be; the source is asked once for each kind of key.

    Raises:
        SourceError: it does not answer.
    """
    strong = [
        (KeyKind.package_family_name, [_folded(keys.package_family_name) for keys in installed]),
        (KeyKind.product_code, [_folded(keys.product_code) for keys in installed]),
        (KeyKind.upgrade_code, [[fold(code) for code in keys.upgrade_codes] for keys in installed]),
    ]
    found: list[dict[str, bool]] = [{} for _ in installed]
    for kind, wanted in strong:
        owners = source.by_keys(kind, {value for values in wanted for value in values})
        for place, values in enumerate(wanted):
            found[place].update((identifier, True) for value in values for identifier in owners.get(value, ()))
    names = [_names_of(keys) for keys in installed]
    owners = source.by_keys(KeyKind.name_and_publisher, {value for values in names for value in values})
    for place, values in enumerate(names):
        for identifier in next((owners[value] for value in values if value in owners), ()):
            found[place].setdefault(identifier, False)
    name = source.details.name
    return [
        [KeyMatch(PackageReference(name, identifier), is_strong) for identifier, is_strong in packages.items()]
        for packages in found
    ]


def _folded(value: str) -> list[str]:
    return [fold(value)] if value else []


def _names_of(keys: InstalledKeys) -> list[str]:
    """Name and publisher as keys, the one with the architecture first."""
    if not keys.name:
        return []
    publisher = publisher_key(keys.publisher)
    return [joined(name, publisher) for name in name_keys(keys.name)]
