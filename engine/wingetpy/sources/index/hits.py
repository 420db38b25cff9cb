"""Rows of a search in an index as hits in their order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import itemgetter
from typing import NamedTuple

from wingetpy.sources.index.called import Row
from wingetpy.sources.index.reasons import Reason
from wingetpy.sources.request import Hit, Ranked

_LINE = "\n"


class _OfRank(NamedTuple):
    """Hits of one rank, with their places, and what tells why they fit."""

    places: list[int]
    hits: list[Hit]
    tell: Callable[[str | None, str], str] | None

    def in_order(self) -> Iterable[Hit]:
        """By their places, in which most come anyway."""
        if sorted(self.places) == self.places:
            return self.hits
        return [hit for _, hit in sorted(zip(self.places, self.hits, strict=True), key=itemgetter(0))]


def hits_of(rows: Iterable[Row], wanted: str, source: str) -> Ranked:
    """Rows as hits, best first. They are made as they come: thousands of rows are many objects.

    Args:
        rows: In any order.
        wanted: The text of the query.
        source: The name of the source that the hits are of.

    Raises:
        TypeError, ValueError: A row is not of its form.
    """
    ranks: dict[int, _OfRank] = {}
    for ranked, place, shown, fitted in rows:
        alike = ranks.get(ranked)
        if alike is None:
            reason = Reason(ranked, wanted)
            alike = ranks[ranked] = _OfRank([], [], reason.told if reason.title else None)
        places, hits, tell = alike
        identifier, name, moniker, versions = shown.split(_LINE, 3)
        if fitted is not None and type(fitted) is not str:
            raise TypeError("a list is no text")
        places.append(place)
        hits.append(Hit(identifier, name, moniker, versions, source, fitted, tell))
    answer = Ranked([], [])
    for ranked, alike in sorted(ranks.items(), key=itemgetter(0)):
        answer.ranks.extend([ranked] * len(alike.hits))
        answer.packages.extend(alike.in_order())
    return answer
