"""Packages that may have been meant, of all sources that know their packages' names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wingetpy.errors import HostError, SourceError, Suggestion
from wingetpy.sources.near import MOST, near
from wingetpy.sources.request import MatchOption, SearchRequest
from wingetpy.sources.source import NamesPackages, OpenSource

_COMMAND = 2.0
"""More than any name is near."""


def suggestions(wanted: str, sources: Iterable[OpenSource]) -> tuple[Suggestion, ...]:
    """Return the packages that have a text as a command, then those with the names nearest to it, best first; among
    equals in the order of the sources.

    A source that fails has been reported when it was searched; here it has none.
    """
    found = sorted((one for source in sources for one in _of(source, wanted)), key=lambda one: -one[0])
    kept: dict[str, Suggestion] = {}
    for _, suggestion in found:
        kept.setdefault(suggestion.id, suggestion)
    return tuple(kept.values())[:MOST]


def _of(source: OpenSource, wanted: str) -> Iterator[tuple[float, Suggestion]]:
    if not isinstance(source, NamesPackages):
        return
    try:
        commands = SearchRequest(command=wanted, match_option=MatchOption.equals_case_insensitive, count=MOST)
        yield from (
            (_COMMAND, Suggestion(hit.id, hit.name, hit.source)) for hit in source.search(commands).packages[:MOST]
        )
        for identifier, score in near(wanted, source.names()):
            request = SearchRequest(id=identifier, match_option=MatchOption.equals_case_insensitive)
            yield from (
                (score, Suggestion(hit.id, hit.name, hit.source)) for hit in source.find_single(request).packages
            )
    except (SourceError, HostError):
        return
