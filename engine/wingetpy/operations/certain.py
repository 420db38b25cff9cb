"""What is certain of a list of what is installed before every server has answered.

A row is certain if no answer can change it: neither the package that it is, nor its versions, nor its source.
"""

from __future__ import annotations

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import SourceError
from wingetpy.model.call import Call, QuietCall
from wingetpy.model.text import fold
from wingetpy.operations.context import Context
from wingetpy.operations.installed import Inventory, correlated_with
from wingetpy.selection.availability import UpdateState
from wingetpy.sources.open_all import LocalSources


def open_local(context: Context, call: Call) -> LocalSources | None:
    """Open the sources that need no server for a list; None where all are asked together, or there is none."""
    try:
        return context.sources.open_local(call)
    except SourceError:  # the opening of all sources meets and reports it
        return None


def local_inventory(context: Context, local: LocalSources, call: Call) -> Inventory:
    """List the machine with those sources alone. What is to be reported is so when all have answered."""
    return correlated_with(context, local.sources, QuietCall(call))


def is_certain(one: Correlated, local: LocalSources) -> bool:
    """Whether what the other sources may answer leaves an installed package as it is.

    It may only be replaced by the source that it came from, so where that has answered, the others change nothing. Else
    the first source that recognises it by a code counts, and a code counts more than a name.
    """
    if one.state is UpdateState.superseded:  # as long as the newer one beside it is the same package
        return False
    if one.origin is not None:
        if local.is_outstanding(one.origin.source):
            return False
        if one.package is None or fold(one.package.identifier) == fold(one.origin.package):
            return True
    return one.package is not None and not one.by_name and local.decides_before_others(one.package.source)
