"""`package/find`: packages of the sources."""

from __future__ import annotations

from wingetpy.commands.command import Command
from wingetpy.commands.parameters import FindParameters, FindTotals
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.sources.request import FoundPackage, MatchOption


def find(context: Context, parameters: FindParameters, call: Call) -> FindTotals:
    """Everything that fits, best match first. No match is an empty answer with suggestions; no source is an error
    (NoSourcesDefined)."""
    opened = context.sources.open(call, parameters.source)
    request = parameters.search(MatchOption.contains, parameters.count)
    found = opened.search(request)
    call.items(found.rows)
    suggestions = () if found.rows else opened.suggestions(request)
    return FindTotals(count=len(found.rows), truncated=found.truncated, suggestions=suggestions)


FIND = Command(FindParameters, FindTotals, find, items=FoundPackage)
