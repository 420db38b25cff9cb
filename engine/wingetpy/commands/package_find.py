"""`package/find`: packages of the sources."""

from __future__ import annotations

from wingetpy.commands.command import Command
from wingetpy.commands.engine import Engine
from wingetpy.commands.parameters import Criteria, FindParameters, Found
from wingetpy.model.call import Call
from wingetpy.sources.request import FoundPackage, MatchOption, SearchRequest


def find(engine: Engine, parameters: FindParameters, call: Call) -> Found:
    """Everything that fits, best match first. No match is an empty answer; no source is an error (NoSourcesDefined)."""
    opened = engine.sources.open(call, parameters.source)
    found = opened.search(search_request(parameters, MatchOption.contains, parameters.count))
    call.items(found.rows)
    return Found(count=len(found.rows), truncated=found.truncated)


def search_request(criteria: Criteria, default: MatchOption, count: int | None = None) -> SearchRequest:
    """The criteria as a source is asked; `default` where the caller names no match option."""
    return SearchRequest(
        query=criteria.query,
        id=criteria.id,
        name=criteria.name,
        moniker=criteria.moniker,
        tag=criteria.tag,
        command=criteria.command,
        source=criteria.source,
        match_option=criteria.match_option or default,
        count=count,
    )


FIND = Command(FindParameters, Found, find, items=FoundPackage)
