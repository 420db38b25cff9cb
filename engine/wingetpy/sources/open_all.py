"""Opening several sources side by side, for one composite of those that answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import NamedTuple

from wingetpy.errors import EngineError
from wingetpy.model.call import Call, QuietCall
from wingetpy.model.text import fold
from wingetpy.sources.choice import all_failed
from wingetpy.sources.composite import CompositeSource, report
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.kinds import is_live, recognises_installed
from wingetpy.sources.side_by_side import SourceQuestion, answers
from wingetpy.sources.source import OpenSource


class LocalSources(NamedTuple):
    """The sources that answer without a server, opened for a list of what is installed before the others are asked.

    Attributes:
        sources: Those that are open.
        outcomes: Each of them by its name, or why it could not be opened.
        outstanding: All others that take part in recognising, and those that could not be opened.
        places: The place of each of all by its name: the highest priority first, then as configured.
    """

    sources: CompositeSource
    outcomes: Mapping[str, OpenSource | EngineError]
    outstanding: tuple[SourceDetails, ...]
    places: Mapping[str, tuple[int, int]]

    def decides_before_others(self, name: str) -> bool:
        """Whether what a source recognises for certain counts more than all that is outstanding."""
        return all(self.places[name] < self.places[one.name] for one in self.outstanding)

    def is_outstanding(self, identifier: str) -> bool:
        """Whether a source, by its identifier, may still answer."""
        return any(fold(one.identifier) == fold(identifier) for one in self.outstanding)


def open_local(
    asked: Sequence[SourceDetails], open_one: Callable[[SourceDetails], OpenSource], call: Call
) -> LocalSources | None:
    """Open those of the sources that are not asked at a server each time, for what is certain without the others; None
    where there are no others, or nothing but others. Failures are kept, not reported."""
    asked = _recognising(asked)
    local = [one for one in asked if not is_live(one.type)]
    if not local or len(local) == len(asked):
        return None
    questions = [SourceQuestion(one.name, partial(open_one, one), is_remote=one.is_remote) for one in local]
    outcomes = {local[place].name: outcome for place, outcome in answers(questions, call)}
    opened = [one for details in local if not isinstance(one := outcomes[details.name], EngineError)]
    if not opened:
        return None
    return LocalSources(
        CompositeSource(opened, QuietCall(call)),
        outcomes,
        tuple(one for one in asked if isinstance(outcomes.get(one.name), EngineError | None)),
        {one.name: (-one.priority, place) for place, one in enumerate(asked)},
    )


def open_all(
    asked: Sequence[SourceDetails],
    open_one: Callable[[SourceDetails], OpenSource],
    call: Call,
    patience: float | None = None,
    local: LocalSources | None = None,
) -> CompositeSource:
    """Open sources, servers side by side; those that fail are reported.

    Args:
        patience: As `Sources.open` has it.
        local: Those that are open already.

    Raises:
        SourceError: the reason of the only source that fails; FailedToOpenAllSources.
        ConsentMissing: the agreements of the only source have not been accepted.
    """
    started = time.monotonic()
    if patience is not None:  # a list of what is installed
        asked = _recognising(asked)
    live = {details.name for details in asked if is_live(details.type)}
    questions = [
        SourceQuestion(one.name, partial(open_one, one), is_remote=one.is_remote, is_live=one.name in live)
        if local is None or one.name not in local.outcomes
        else SourceQuestion(one.name, partial(_outcome, local.outcomes[one.name]))
        for one in asked
    ]
    given = sorted(answers(questions, call, patience), key=lambda pair: pair[0])
    failures = [one for _, one in given if isinstance(one, EngineError)]
    opened = [one for _, one in given if not isinstance(one, EngineError)]
    if not opened:
        raise all_failed(failures)
    report(failures, call)
    if patience is not None:
        patience = max(patience - (time.monotonic() - started), patience / 5)
    return CompositeSource(opened, call, failures=failures, live=live, patience=patience)


def _recognising(asked: Sequence[SourceDetails]) -> Sequence[SourceDetails]:
    """Those that take part in recognising what is installed; all where none does."""
    return [one for one in asked if recognises_installed(one.type, one.argument)] or asked


def _outcome(known: OpenSource | EngineError) -> OpenSource:
    if isinstance(known, EngineError):
        raise known
    return known
