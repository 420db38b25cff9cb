"""What was done on this machine: the entries of the history that a caller asks for."""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase
from itertools import islice
from typing import Annotated

import msgspec

from wingetpy.model.text import fold
from wingetpy.operations.context import Context
from wingetpy.operations.request import Text
from wingetpy.state.history import HistoryEntry, read_history


class HistoryQuery(msgspec.Struct, frozen=True, rename="pascal", kw_only=True):
    """Which entries are wanted; all that is given must hold.

    Attributes:
        number: The one with this number.
        query: Part of an id or name.
        id: The whole id; `*` and `?` are wildcards.
        name: The whole name, likewise.
        source: The name of the source.
        operation: `Install`, `Update`, `Uninstall`, ... in any case.
        since: Unix seconds: those that began then or later.
        failed: Only those that did not succeed.
        count: The newest ones, at most so many.
    """

    number: Annotated[int, msgspec.Meta(ge=1)] | None = None
    query: Text | None = None
    id: Text | None = None
    name: Text | None = None
    source: Text | None = None
    operation: Text | None = None
    since: float | None = None
    failed: bool = False
    count: Annotated[int, msgspec.Meta(ge=1)] | None = None


def find_history(context: Context, query: HistoryQuery) -> Iterator[HistoryEntry]:
    """Return the entries that are wanted, newest first.

    Raises:
        HostError: the history cannot be read, or is damaged.
    """
    entries = read_history(context.host.state_folder())
    return islice((one for one in entries if _fits(one, query)), query.count)


def undone(context: Context) -> dict[int, int]:
    """Return the numbers of the operations that were taken back, each with the number of the one that did it."""
    entries = read_history(context.host.state_folder())
    return {one.undoes: one.number for one in entries if one.undoes and one.result == "Succeeded"}


def _fits(one: HistoryEntry, query: HistoryQuery) -> bool:
    if query.number is not None and one.number != query.number:
        return False
    if query.since is not None and one.started < query.since:
        return False
    if query.failed and one.result in ("Succeeded", "Running"):
        return False
    if query.operation and fold(one.operation) != fold(query.operation):
        return False
    if query.source and fold(one.source) != fold(query.source):
        return False
    if query.query and not any(fold(query.query) in fold(text) for text in (one.package, one.name)):
        return False
    return _is_like(one.package, query.id) and _is_like(one.name, query.name)


def _is_like(text: str, pattern: str | None) -> bool:
    """Whether a text is what a pattern says; `[` means itself."""
    return not pattern or fnmatchcase(fold(text), fold(pattern).replace("[", "[[]"))
