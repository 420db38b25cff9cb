"""A search of several sources in progress: rows come in their final order, each as soon as its place is certain."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import NamedTuple

from wingetpy.errors import EngineError
from wingetpy.model.call import Call
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.match import MatchField, MatchType, expand, rank
from wingetpy.sources.request import FoundPackages, Hit, MatchOption, Ranked, SearchRequest
from wingetpy.sources.side_by_side import SourceQuestion, answers
from wingetpy.sources.source import OpenSource


class _Row(NamedTuple):
    """A hit and what it is sorted by; no two rows have the same place, so hits are never compared."""

    rank: int
    source: int
    place: int
    hit: Hit


class SourceSearch:
    """Iterate over it once for the rows; the rest is known afterwards.

    A row of a quick source is not held back by a slow one whose rows all come after it: the slow source is behind it in
    the order of the sources, and nothing can match better than this row does.

    Args:
        questions: One a source, in their order.
        request: What is looked for.
        call: See `answers`.
    """

    def __init__(self, questions: Sequence[SourceQuestion[Ranked]], request: SearchRequest, call: Call) -> None:
        self._questions = questions
        self._request = request
        self._call = call
        self.count = 0
        """Rows that were given."""
        self.truncated = False
        """There are more than `request.count` allows, or than a source gives."""
        self.failures: dict[int, EngineError] = {}
        """Why sources did not answer, by their place."""

    def __iter__(self) -> Iterator[FoundPackages]:
        if len(self._questions) == 1:
            yield from self._of_one()
            return
        waiting = set(range(len(self._questions)))
        rows: list[_Row] = []
        for place, answer in answers(self._questions, self._call):
            waiting.discard(place)
            if isinstance(answer, EngineError):
                self.failures[place] = answer
            else:
                self.truncated = self.truncated or answer.truncated
                rows += self._rows(place, answer)
                rows.sort(key=lambda row: row[:3])
            certain = len(rows) if not waiting else _certain(rows, least_rank(self._request), min(waiting))
            if certain and (batch := self._allowed(rows[:certain])):
                yield FoundPackages(batch)
            del rows[:certain]

    def _of_one(self) -> Iterator[FoundPackages]:
        """The rows of the only source, in its own order."""
        for place, answer in answers(self._questions, self._call):
            if isinstance(answer, EngineError):
                self.failures[place] = answer
                return
            most = self._request.count
            hits = answer.packages if most is None else answer.packages[:most]
            self.count, self.truncated = len(hits), answer.truncated or len(hits) < len(answer.packages)
            if hits:
                yield FoundPackages(hits)

    def _rows(self, source: int, answer: Ranked) -> Iterator[_Row]:
        ranks = [0] * len(answer.ranks) if is_empty(self._request) else answer.ranks
        for place, (one, hit) in enumerate(zip(ranks, answer.packages, strict=True)):
            yield _Row(one, source, place, hit)

    def _allowed(self, rows: Sequence[_Row]) -> list[Hit]:
        """The hits of as many rows as the request still allows."""
        most = self._request.count
        left = len(rows) if most is None else most - self.count
        self.truncated = self.truncated or left < len(rows)
        kept = [row.hit for row in rows[: max(left, 0)]]
        self.count += len(kept)
        return kept


def find(
    asked: Sequence[SourceDetails],
    open_source: Callable[[SourceDetails], OpenSource],
    request: SearchRequest,
    call: Call,
    emit: Callable[[FoundPackages], None],
) -> tuple[SourceSearch, list[OpenSource]]:
    """Search sources, each opened as it is searched.

    Args:
        emit: Receives the rows in their order, as early as their place is certain.

    Returns:
        The search that is done, and the sources that answered.
    """
    opened: dict[int, OpenSource] = {}

    def ask(place: int, details: SourceDetails) -> Ranked:
        source = open_source(details)
        ranked = source.search(request)
        opened[place] = source
        return ranked

    finding = SourceSearch(
        [
            SourceQuestion(one.name, partial(ask, place, one), is_remote=one.is_remote)
            for place, one in enumerate(asked)
        ],
        request,
        call,
    )
    for rows in finding:
        emit(rows)
    return finding, [opened[place] for place in sorted(opened)]


def is_empty(request: SearchRequest) -> bool:
    """Whether everything is meant: nothing matches better than something else then."""
    return not any((request.query, request.id, request.name, request.moniker, request.tag, request.command))


def least_rank(request: SearchRequest) -> int:
    """Return the rank that the best possible match has."""
    if is_empty(request):
        return 0
    if request.query and request.match_option is not MatchOption.equals:
        return rank(MatchType.exact, MatchField.package_family_name)  # codes are compared exactly
    return rank(expand(request.match_option)[0], MatchField.id)


def _certain(rows: Sequence[_Row], least: int, waiting: int) -> int:
    """How many rows come before all that the first source waited for may still give."""
    return next((number for number, row in enumerate(rows) if (row.rank, row.source) > (least, waiting)), len(rows))
