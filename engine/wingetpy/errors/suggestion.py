"""A package that may have been meant, for an error that says that nothing was found."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wingetpy.errors.remedies import DID_YOU_MEAN, Remedy

_NAMED = 3


class Suggestion(msgspec.Struct, frozen=True, rename="pascal"):
    """A package whose name is near what was asked for. Nothing is ever done with it unasked."""

    id: str
    name: str
    source: str

    def __str__(self) -> str:
        return self.id if self.name == self.id else f"{self.id} ({self.name})"


def did_you_mean(suggestions: Sequence[Suggestion]) -> Remedy:
    """Return the remedy that names the first few of at least one suggestion."""
    *others, last = map(str, suggestions[:_NAMED])
    return DID_YOU_MEAN.of(Suggestions=f"{', '.join(others)} or {last}" if others else last)
