"""`package/find`: packages of the sources."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.parameters import FindParameters, FindTotals
from wingetpy.errors import BadRequest
from wingetpy.model.call import Call
from wingetpy.model.version import Version, is_version
from wingetpy.operations.context import Context
from wingetpy.sources.request import FoundPackage, MatchOption


def find(context: Context, parameters: FindParameters, call: Call) -> FindTotals:
    """Everything that fits, best match first. No match is an empty answer with suggestions.

    Raises:
        SourceError: there is no source (NoSourcesDefined).
        BadRequest: the version cannot be one.
    """
    version = _wanted_version(parameters)
    request = parameters.search(MatchOption.contains, None if version else parameters.count)
    request = msgspec.structs.replace(request, all_versions=version is not None)
    shown = _Shown(call, version, parameters.count)
    found, sources = context.sources.find(call, parameters.source, request, shown.take)
    suggestions = () if found.count else sources.suggestions(request)
    return FindTotals(count=shown.count, truncated=found.truncated or shown.truncated, suggestions=suggestions)


class _Shown:
    """Emits rows as they are found: of the wanted version only, if one is wanted, and no more than the count."""

    def __init__(self, call: Call, version: Version | None, most: int | None) -> None:
        self._call = call
        self._version = version
        self._most = most
        self.count = 0
        self.truncated = False

    def take(self, found: Sequence[FoundPackage]) -> None:
        rows = found if self._version is None else _of_version(found, self._version)
        if self._most is not None:
            left = self._most - self.count
            self.truncated = self.truncated or left < len(rows)
            rows = rows[:left]
        self.count += len(rows)
        self._call.items(rows)


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
