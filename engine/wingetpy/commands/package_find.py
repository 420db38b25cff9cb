"""`package/find`: packages of the sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.parameters import FindParameters, FindTotals
from wingetpy.errors import BadRequest
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.model.version import Version, is_version
from wingetpy.operations.context import Context
from wingetpy.sources.request import FoundPackage, MatchOption

_FEW = 5
"""So many rows are few enough for what is near to matter, too."""


def find(context: Context, parameters: FindParameters, call: Call) -> FindTotals:
    """Everything that fits, best match first. No match is an empty answer with suggestions; so are few that have the
    query inside of words only (`gti` in YichengTimes), with what is near in addition.

    Raises:
        SourceError: there is no source (NoSourcesDefined).
        BadRequest: the version cannot be one.
    """
    version = _wanted_version(parameters)
    request = parameters.search(MatchOption.contains, None if version else parameters.count)
    request = msgspec.structs.replace(request, all_versions=version is not None)
    shown = _Shown(call, version, parameters.count)
    found, sources = context.sources.find(call, parameters.source, request, shown.take)
    suggestions = () if found.count and not shown.only_inside(parameters.query) else sources.suggestions(request)
    others = tuple(one for one in suggestions if one.id not in shown.ids)
    return FindTotals(count=shown.count, truncated=found.truncated or shown.truncated, suggestions=others)


class _Shown:
    """Emits rows as they are found: of the wanted version only, if one is wanted, and no more than the count."""

    def __init__(self, call: Call, version: Version | None, most: int | None) -> None:
        self._call = call
        self._version = version
        self._most = most
        self.count = 0
        self.truncated = False
        self._first: list[FoundPackage] = []

    @property
    def ids(self) -> set[str]:
        """Of the first few rows."""
        return {row.id for row in self._first}

    def only_inside(self, query: str | None) -> bool:
        """Whether there are rows, but few, and no word of theirs begins with a query of one word."""
        if not query or not query.isalnum() or not 0 < self.count <= _FEW:
            return False
        return not any(_begins_word(query, text) for row in self._first for text in _texts(row))

    def take(self, found: Sequence[FoundPackage]) -> None:
        rows = found if self._version is None else _of_version(found, self._version)
        if self._most is not None:
            left = self._most - self.count
            self.truncated = self.truncated or left < len(rows)
            rows = rows[:left]
        self.count += len(rows)
        self._first += rows[: max(0, _FEW - len(self._first))]
        self._call.items(rows)


def _texts(row: FoundPackage) -> tuple[str, ...]:
    return row.id, row.name, row.moniker or "", row.match.partition(": ")[2]


def _begins_word(query: str, text: str) -> bool:
    """Whether a word of a text begins with a query; `VisualStudioCode` are three words."""
    wanted, held = fold(query), fold(text)
    if len(held) != len(text):  # a letter that folds into two: places differ
        return wanted in held
    at = held.find(wanted)
    while at >= 0:
        if at == 0 or not text[at - 1].isalnum() or (text[at - 1].islower() and text[at].isupper()):
            return True
        at = held.find(wanted, at + 1)
    return False


def _wanted_version(parameters: FindParameters) -> Version | None:
    text = parameters.version
    if text is None or not text.strip():
        return None
    if not is_version(text):
        raise BadRequest(
            f"'{text}' is no version.",
            target="Version",
            remedy="Give a version as the sources have it, such as 2.44.0.",
        )
    return Version.parse(text)


def _of_version(rows: Iterable[FoundPackage], wanted: Version) -> list[FoundPackage]:
    """The packages that have a version, each with it as its own."""
    having: list[FoundPackage] = []
    for row in rows:
        own = next((one for one in row.available_versions if Version.parse(one) == wanted), None)
        if own is not None:
            having.append(msgspec.structs.replace(row, version=own))
    return having


FIND = Command(FindParameters, FindTotals, find, items=FoundPackage)
