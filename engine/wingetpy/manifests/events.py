"""Events of a YAML parser seen twice: for what the quick reader passes over, and for where a field is."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, NamedTuple

from yaml import AliasEvent, MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from wingetpy.manifests.yamltext import DEEPEST_NESTING, NextEvent, refuse_depth

_STARTS = (MappingStartEvent, SequenceStartEvent)
_VALUES = (ScalarEvent, AliasEvent, *_STARTS)
_ENDS = (MappingEndEvent, SequenceEndEvent)

MOST_REPEATED = 1000
"""Repeated keys of one file that are kept."""

Path = tuple[str | int, ...]
"""Keys and places in lists, from the root."""


class Position(NamedTuple):
    """Where something is in a file: line and column from 1."""

    line: int
    column: int


class Repeated(NamedTuple):
    """A key that its mapping has already."""

    path: Path
    position: Position


class Sifting:
    """Leaves repeated keys and their values out of a stream of events, and keeps where they are.

    Args:
        name: What errors call the file.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self.repeated: list[Repeated] = []

    def of(self, next_event: NextEvent) -> NextEvent:
        """The events of a parser without what is repeated; starts from the beginning."""
        self.repeated.clear()
        self._next = next_event
        self._steps = _Steps()
        return self._next_event

    def _next_event(self) -> Any:
        while True:
            event = self._next()
            if not self._steps.take(event):
                return event
            if len(self.repeated) < MOST_REPEATED:
                self.repeated.append(Repeated(self._steps.path, position_of(event)))
            self._skip_value()
            self._steps.skip_value()

    def _skip_value(self) -> None:
        depth = 0
        while True:
            event = self._next()
            depth += isinstance(event, _STARTS) - isinstance(event, _ENDS)
            if depth > DEEPEST_NESTING:
                refuse_depth(event, self._name)
            if depth == 0:
                return


class _Steps:
    """Follows events and knows the path of the latest one."""

    def __init__(self) -> None:
        self._open: list[_Open] = []

    @property
    def path(self) -> Path:
        return tuple(one.step for one in self._open if one.step is not None)

    @property
    def last(self) -> str | int | None:
        """The last step of the path."""
        return next((one.step for one in reversed(self._open) if one.step is not None), None)

    @property
    def at_the_end(self) -> bool:
        """Whether no mapping or list is open."""
        return not self._open

    def take(self, event: Any) -> bool:
        """Go on by one event; true for a key that its mapping has already."""
        if isinstance(event, _ENDS):
            self._open.pop()
            return False
        if not isinstance(event, _VALUES):
            return False
        repeated = bool(self._open) and self._open[-1].take(event)
        if isinstance(event, _STARTS):
            self._open.append(_Open(set() if isinstance(event, MappingStartEvent) else None))
        return repeated

    def skip_value(self) -> None:
        """The value of the latest key is left out."""
        self._open[-1].key_is_next = True


class _Open:
    """A mapping or list that has begun. `keys` is None for a list; `step` is the latest key or place in it."""

    __slots__ = ("key_is_next", "keys", "step")

    def __init__(self, keys: set[str] | None) -> None:
        self.keys = keys
        self.step: str | int | None = None
        self.key_is_next = keys is not None

    def take(self, event: Any) -> bool:
        """Go on by a key, a value or an item; true for a key that is there already. A key may be no text at all."""
        if self.keys is None:
            self.step = 0 if self.step is None else int(self.step) + 1
            return False
        if not self.key_is_next:
            self.key_is_next = True
            return False
        self.key_is_next = False
        self.step = event.value if isinstance(event, ScalarEvent) else ""
        if not isinstance(event, ScalarEvent):
            return False
        repeated = event.value in self.keys
        self.keys.add(event.value)
        return repeated


def position_of(event: Any) -> Position:
    """Where an event begins."""
    mark = event.start_mark
    return Position(mark.line + 1, mark.column + 1)


def find_positions(next_event: NextEvent, wanted: Collection[Path]) -> dict[Path, Position]:
    """The places of paths in a document: of a key, or of an item of a list. Paths that are not there are left out."""
    found: dict[Path, Position] = {}
    left = set(wanted)
    lasts = {path[-1] for path in wanted}
    steps = _Steps()
    while left and (event := next_event()) is not None:
        steps.take(event)
        if isinstance(event, _ENDS) and steps.at_the_end:
            break  # of the first document
        if isinstance(event, _VALUES) and steps.last in lasts and (path := steps.path) in left:
            left.remove(path)
            found[path] = position_of(event)
    return found
