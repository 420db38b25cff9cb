"""What is installed, together with what the sources know of it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wingetpy.commands.candidates import Candidate, scope_of
from wingetpy.commands.engine import Engine
from wingetpy.commands.package_find import search_request
from wingetpy.commands.parameters import Criteria, ScopeWish
from wingetpy.correlation.correlate import correlate
from wingetpy.correlation.correlated import Correlated
from wingetpy.correlation.criteria import InstalledCriteria
from wingetpy.correlation.criteria import select as select_installed
from wingetpy.errors import ErrorCode, HostError, SourceError
from wingetpy.inventory.installed import installed_entries
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.operations.recovery import interrupted_operations
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.request import MatchOption
from wingetpy.state.tracking import tracked_packages


class Inventory(msgspec.Struct, frozen=True):
    """Everything installed, and the sources it was held against; None where there is no source to ask."""

    packages: Sequence[Correlated]
    sources: CompositeSource | None


def take_inventory(engine: Engine, call: Call, source: str | None = None, *, needs_source: bool = False) -> Inventory:
    """List the machine; without any source, or with sources that fail (and a warning), it is listed all the same.

    Args:
        needs_source: Without any source there is nothing to do for the caller.

    Raises:
        NotFound: the named source is not configured.
        SourceError: NoSourcesDefined, where a source is needed.
    """
    engine.tell_of_settings(call)
    try:
        for cut in interrupted_operations(engine.host):
            call.message("Warning", cut.text, ErrorCode.OperationInterrupted.hex)
    except HostError as error:  # reading goes on without the journal; a change does not
        call.message("Warning", error.text, error.code.hex)
    return against(engine, _open(engine, call, source, needs_source), call)


def against(engine: Engine, opened: CompositeSource | None, call: Call) -> Inventory:
    """The machine held against sources that are open already."""
    try:
        tracked = tracked_packages(engine.host.state_folder())
    except HostError as error:  # it only says more than the machine itself does
        call.message("Warning", error.text, error.code.hex)
        tracked = []
    return Inventory(correlate(installed_entries(engine.host), opened, tracked), opened)


def _open(engine: Engine, call: Call, source: str | None, needed: bool) -> CompositeSource | None:
    try:
        return engine.sources.open(call, source)
    except SourceError as error:
        if source is not None or needed:
            raise
        if error.code is not ErrorCode.NoSourcesDefined:
            call.message("Warning", error.text, error.code.hex)
        return None


def matching(
    inventory: Inventory, criteria: Criteria, scope: ScopeWish | None, *, single: bool, default: MatchOption
) -> list[Correlated]:
    """The installed packages that the criteria mean. `single`: the query fits a whole id, name, moniker or code."""
    wanted = InstalledCriteria(
        request=search_request(criteria, default),
        product_code=criteria.product_code,
        scope=scope_of(scope),
        single=single,
    )
    return select_installed(inventory.packages, wanted, inventory.sources)


def installed_as(inventory: Inventory, candidate: Candidate, scope: ScopeWish | None) -> Correlated | None:
    """The installed package that a candidate is: of several the newest one, of the wanted scope if one is wanted."""
    wanted = scope_of(scope)
    there = [
        one
        for one in inventory.packages
        if _is(one, candidate) and (wanted is None or one.entry.scope is wanted or one.entry.installer_type == "msix")
    ]
    return max(there, key=lambda one: Version.parse(one.version), default=None)


def _is(installed: Correlated, candidate: Candidate) -> bool:
    if candidate.reference is None:
        record = installed.entry.portable
        return fold(record.package_id if record else installed.id) == fold(candidate.identifier)
    known = (installed.package, *installed.others) if installed.package else ()
    wanted = (fold(candidate.reference.source), fold(candidate.identifier))
    return any((fold(one.source), fold(one.identifier)) == wanted for one in known)
