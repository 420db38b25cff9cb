"""`package/find`: packages of the sources."""

from __future__ import annotations

from wingetpy.commands.command import Command
from wingetpy.commands.parameters import FindParameters, Found
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.sources.request import FoundPackage, MatchOption


def find(context: Context, parameters: FindParameters, call: Call) -> Found:
    """Everything that fits, best match first. No match is an empty answer; no source is an error (NoSourcesDefined)."""
    opened = context.sources.open(call, parameters.source)
    found = opened.search(parameters.search(MatchOption.contains, parameters.count))
    call.items(found.rows)
    return Found(count=len(found.rows), truncated=found.truncated)


FIND = Command(FindParameters, Found, find, items=FoundPackage)
