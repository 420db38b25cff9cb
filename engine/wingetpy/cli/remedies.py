"""The remedies that the command line words itself, naming its options; the engine's own text is for any client."""

from __future__ import annotations

from wingetpy.errors import EngineError, ErrorReport

REMEDIES: dict[str, str] = {}
"""Id of the remedy to its text; `{Name}` is the value of that name."""


def remedy_of(error: EngineError | ErrorReport) -> str | None:
    """The sentence for a person at the command line; None where nothing can be done."""
    return error.remedy
