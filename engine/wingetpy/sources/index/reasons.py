"""What fitted, as a found package tells it: `Tag: editor`."""

from __future__ import annotations

from wingetpy.model.text import fold
from wingetpy.sources.index.conditions import sought_in_list
from wingetpy.sources.match import FIELD_TITLES, MatchField, MatchType, field_of, fits, type_of

_LINE = "\n"


class Reason:
    """Why the packages of one rank fit.

    Args:
        ranked: The rank.
        wanted: What was looked for, as given.

    Attributes:
        title: Begins what is told; empty where nothing is, because the id or the name fitted.
    """

    def __init__(self, ranked: int, wanted: str) -> None:
        self._field = field_of(ranked)
        self._kind = type_of(ranked)
        self._wanted = wanted
        self._sought = sought_in_list(self._kind, wanted)
        self.title = f"{FIELD_TITLES[self._field]}: " if self._field in FIELD_TITLES else ""

    def told(self, fitted: str | None, moniker: str) -> str:
        """The field and its text.

        Args:
            fitted: Of commands and tags the whole list, each value between line feeds.
            moniker: The package's moniker.
        """
        if self._field is MatchField.moniker:
            return self.title + moniker
        return self.title + (self._value(fitted) if fitted else self._wanted)

    def _value(self, values: str) -> str:
        """The first value of a list that fits."""
        searched = values if self._kind is MatchType.exact else fold(values)
        if len(searched) == len(values):  # a place in the folded list is the same place in the list
            at = searched.find(self._sought) + self._sought.startswith(_LINE)
            return values[values.rfind(_LINE, 0, at) + 1 : values.index(_LINE, at)]
        return next(value for value in values.split(_LINE) if fits(self._kind, self._wanted, value))
