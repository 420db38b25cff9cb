"""Versions of a package that are installed side by side: the newest one is updated, the others are left."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from wingetpy.correlation.correlated import Correlated
from wingetpy.correlation.recognition import key_of
from wingetpy.model.version import Version
from wingetpy.selection.availability import UpdateState


def mark_superseded(found: Sequence[Correlated]) -> list[Correlated]:
    """Give the state `superseded` to what has a newer version of its package beside it, of the same scope and
    architecture.

    An update of each would install the same version several times, and again with every update of all: the old versions
    stay.
    """
    groups: dict[tuple[str | None, ...], list[Correlated]] = defaultdict(list)
    for one in found:
        if one.package is not None:
            groups[(*key_of(one.package), one.entry.scope, one.entry.architecture)].append(one)
    superseded = {id(one) for group in groups.values() if len(group) > 1 for one in _older_of(group)}
    if not superseded:
        return list(found)
    return [
        msgspec.structs.replace(one, state=UpdateState.superseded) if id(one) in superseded else one for one in found
    ]


def _older_of(group: Sequence[Correlated]) -> list[Correlated]:
    newest = max(Version.parse(one.version) for one in group)
    return [one for one in group if one.state is UpdateState.available and Version.parse(one.version) < newest]
