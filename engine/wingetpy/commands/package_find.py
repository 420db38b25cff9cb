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
    opened = context.sources.open(call, parameters.source)
    request = parameters.search(MatchOption.contains, None if version else parameters.count)
    found = opened.search(request)
    rows: Sequence[FoundPackage] = found.rows
    truncated = found.truncated
    if version:
        rows = _of_version(rows, version)
        cut = rows[: parameters.count]
        rows, truncated = cut, truncated or len(cut) < len(rows)
    call.items(rows)
    suggestions = () if found.rows else opened.suggestions(request)
    return FindTotals(count=len(rows), truncated=truncated, suggestions=suggestions)


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
