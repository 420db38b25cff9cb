"""Entries of one and the same installation: a program that registered itself in both views, or twice in one."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from wingetpy.correlation.correlated import Correlated
from wingetpy.correlation.recognition import key_of
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.text import fold


def fold_duplicates(found: Iterable[Correlated]) -> list[Correlated]:
    """Make one of entries that are the same installation of a package; the first stays, the others are its duplicates.

    The same means: same package, name, version, publisher and scope, and the same uninstall command, folder or key. Two
    versions, two scopes or two folders are two installations.
    """
    kept: list[Correlated] = []
    places: dict[tuple[str, ...], list[int]] = {}
    for one in found:
        if one.package is None:
            kept.append(one)
            continue
        candidates = places.setdefault(_likeness(one), [])
        same = next((place for place in candidates if _is_same_installation(kept[place].entry, one.entry)), None)
        if same is None:
            candidates.append(len(kept))
            kept.append(one)
        else:
            kept[same] = msgspec.structs.replace(kept[same], duplicates=(*kept[same].duplicates, one.entry))
    return kept


def _likeness(one: Correlated) -> tuple[str, ...]:
    entry = one.entry
    package = key_of(one.package) if one.package else ()
    return (*package, fold(entry.name), fold(entry.version), fold(entry.publisher), entry.scope)


def _is_same_installation(first: InstalledEntry, second: InstalledEntry) -> bool:
    pairs = (
        (first.uninstall_string, second.uninstall_string),
        (first.install_location, second.install_location),
        (first.product_code, second.product_code),
    )
    return any(ours is not None and theirs is not None and fold(ours) == fold(theirs) for ours, theirs in pairs)
