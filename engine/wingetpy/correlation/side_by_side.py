"""Versions of a package that are installed side by side: the newest one is updated, the others are left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

import msgspec

from wingetpy.correlation.correlated import Correlated
from wingetpy.correlation.recognition import key_of
from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.selection.availability import UpdateState
from wingetpy.sources.keys import name_keys

_VERSIONS_OF_THE_PACKAGE = (UpdateState.current, UpdateState.available)
"""What is newer than all that is offered may be another program that the package brings."""


def mark_superseded(found: Sequence[Correlated]) -> list[Correlated]:
    """Give the state `superseded` to what has a newer version of its package beside it, of the same name, scope and
    architecture, in the same folder where the user chose one.

    An update of each would install the same version several times, and again with every update of all: the old versions
    stay.
    """
    groups: dict[tuple[str | None, ...], list[Correlated]] = defaultdict(list)
    for one in found:
        if one.package is not None and one.state in _VERSIONS_OF_THE_PACKAGE:
            groups[(*key_of(one.package), one.entry.scope, one.entry.architecture)].append(one)
    newer = {place: text for group in groups.values() if len(group) > 1 for place, text in _superseded_in(group)}
    if not newer:
        return list(found)
    return [
        msgspec.structs.replace(one, state=UpdateState.superseded, newer_beside=newer[id(one)])
        if id(one) in newer
        else one
        for one in found
    ]


def _superseded_in(group: Sequence[Correlated]) -> Iterator[tuple[int, str]]:
    """Yield the older ones, by `id()`, with the newer version."""
    alike: dict[tuple[str, str], list[Correlated]] = defaultdict(list)
    for one in group:
        alike[(name_keys(one.entry.name)[0], fold(one.wishes.location))].append(one)
    for several in alike.values():
        newest = max(several, key=_version)
        for one in several:
            if one.state is UpdateState.available and _version(one) < _version(newest):
                yield id(one), newest.version


def _version(one: Correlated) -> Version:
    return Version.parse(one.version)
