"""Which sources a command asks, and what it says when there are none or all fail."""

from __future__ import annotations

from collections.abc import Sequence

from wingetpy.errors import EngineError, ErrorCode, SourceError
from wingetpy.errors.remedies import NO_SOURCES, SOURCES_EXPLICIT
from wingetpy.sources.details import SourceDetails


def sources_to_ask(known: Sequence[SourceDetails]) -> list[SourceDetails]:
    """Return the sources that a command asks which names none: all that are not explicit.

    Raises:
        SourceError: NoSourcesDefined.
    """
    asked = [details for details in known if not details.explicit]
    if known and not asked:
        names = ", ".join(details.name for details in known)
        raise SourceError(
            f"No source to look in: each one that is configured is used only when it is named ({names}).",
            code=ErrorCode.NoSourcesDefined,
            category="ObjectNotFound",
            remedy=SOURCES_EXPLICIT,
        )
    if not asked:
        raise SourceError(
            "No sources defined: there is nothing to look in.",
            code=ErrorCode.NoSourcesDefined,
            category="ObjectNotFound",
            remedy=NO_SOURCES,
        )
    return asked


def all_failed(failures: Sequence[EngineError]) -> EngineError:
    """Return the error of a command none of whose sources answers; that of the only one, if it is one."""
    if len(failures) == 1:
        return failures[0]
    reasons = " ".join(error.text.partition("\n")[0] for error in failures)
    return SourceError(
        f"None of the sources could be opened. {reasons}",
        code=ErrorCode.FailedToOpenAllSources,
        remedy=failures[0].advice,
    )
