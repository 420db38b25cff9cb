"""Opening several sources side by side, for one composite of those that answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from functools import partial

from wingetpy.errors import EngineError
from wingetpy.model.call import Call
from wingetpy.sources.choice import all_failed
from wingetpy.sources.composite import CompositeSource, report
from wingetpy.sources.details import SourceDetails
from wingetpy.sources.kinds import is_live, recognises_installed
from wingetpy.sources.side_by_side import SourceQuestion, answers
from wingetpy.sources.source import OpenSource


def open_all(
    asked: Sequence[SourceDetails],
    open_one: Callable[[SourceDetails], OpenSource],
    call: Call,
    patience: float | None = None,
) -> CompositeSource:
    """Open sources, servers side by side; those that fail are reported.

    Args:
        patience: As `Sources.open` has it.

    Raises:
        SourceError: the reason of the only source that fails; FailedToOpenAllSources.
        ConsentMissing: the agreements of the only source have not been accepted.
    """
    started = time.monotonic()
    if patience is not None:  # a list of what is installed
        asked = [one for one in asked if recognises_installed(one.type, one.argument)] or asked
    live = {details.name for details in asked if is_live(details.type)}
    questions = [
        SourceQuestion(one.name, partial(open_one, one), is_remote=one.is_remote, is_live=one.name in live)
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
