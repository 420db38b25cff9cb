"""What is installed, together with what the sources know of it."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from wingetpy.correlation.correlated import Correlated
from wingetpy.correlation.criteria import InstalledCriteria
from wingetpy.correlation.criteria import select as select_installed
from wingetpy.errors import Ambiguous, ConsentMissing, ErrorCode, HostError, SourceError
from wingetpy.errors.remedies import SEVERAL_INSTALLED
from wingetpy.inventory.entry import InstalledEntry
from wingetpy.model.call import Call
from wingetpy.model.technology import traits_of
from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.recovery import interrupted_operations
from wingetpy.operations.request import Criteria, ScopeWish, scope_of
from wingetpy.operations.target import Target
from wingetpy.sources.composite import CompositeSource
from wingetpy.sources.open_all import LocalSources
from wingetpy.sources.request import MatchOption
from wingetpy.state.tracking import tracked_packages

_MOST_NAMED = 10


class Inventory(msgspec.Struct, frozen=True):
    """Everything installed, the sources it was correlated with (None where there is none), and how the machine lists
    it."""

    packages: Sequence[Correlated]
    sources: CompositeSource | None
    entries: Sequence[InstalledEntry] = ()


def take_inventory(
    context: Context,
    call: Call,
    source: str | None = None,
    *,
    needs_source: bool = False,
    patience: float | None = None,
    local: LocalSources | None = None,
    entries: Sequence[InstalledEntry] | None = None,
) -> Inventory:
    """List the machine; without any source, or with sources that fail (and a warning), it is listed all the same.

    Args:
        needs_source: Without any source the caller can do nothing.
        patience: Seconds that sources which are asked live have after the others; None for as long as each takes.
        local: The sources that are open already.
        entries: What the machine lists, where it was read before; None to read it now.

    Raises:
        NotFound: the named source is not configured.
        SourceError: NoSourcesDefined, where a source is needed.
    """
    context.report_settings(call)
    try:
        for cut in interrupted_operations(context.host):
            call.message("Warning", cut.text, ErrorCode.OperationInterrupted.hex)
    except HostError as error:  # reading goes on without the journal; a change does not
        call.message("Warning", error.text, error.code.hex)
    return correlated_with(context, _open(context, call, source, needs_source, patience, local), call, entries)


def correlated_with(
    context: Context, opened: CompositeSource | None, call: Call, entries: Sequence[InstalledEntry] | None = None
) -> Inventory:
    """Correlate what is installed, or `entries` of it, with sources that are open already."""
    try:
        tracked = tracked_packages(context.host.state_folder(), lambda text: call.message("Warning", text))
    except HostError as error:  # it only says more than the machine itself does
        call.message("Warning", error.text, error.code.hex)
        tracked = []
    if entries is None:
        entries = context.stores.inventory.entries(context.host)
    for refused in context.stores.inventory.refused:
        call.message("Warning", f"The list of what is installed is not complete. {refused.text}", refused.code.hex)
    return Inventory(context.stores.correlation.correlated(entries, opened, tracked), opened, entries)


def matching(
    inventory: Inventory, criteria: Criteria, scope: ScopeWish | None, *, single: bool, default: MatchOption
) -> list[Correlated]:
    """Return the installed packages that the criteria mean.

    Args:
        single: One package is meant: the query must equal an id, name, moniker or code.
    """
    wanted = InstalledCriteria(
        request=criteria.search(default),
        product_code=criteria.product_code,
        scope=scope_of(scope),
        single=single,
    )
    return select_installed(inventory.packages, wanted, inventory.sources)


def installed_as(
    inventory: Inventory, target: Target, scope: ScopeWish | None, families: Sequence[str] = ()
) -> Correlated | None:
    """Return the installed package that a target is: of several the newest, of the wished scope if one is wished.

    Args:
        families: Of MSIX packages that are meant, too: no source knows those of a manifest that was given as a file.
    """
    wanted, named = scope_of(scope), {fold(one) for one in families}
    there = [
        one
        for one in inventory.packages
        if (_is(one, target) or fold(one.entry.family_name or "") in named) and _has_scope(one, wanted)
    ]
    return max(there, key=lambda one: Version.parse(one.version), default=None)


def several_installed(found: Sequence[Correlated], asked: str | None) -> Ambiguous:
    """Return the error for criteria that mean several installed packages where one is needed."""
    named = ", ".join(
        f"{one.entry.name} [{one.id}] {one.version} ({one.entry.local_id})" for one in found[:_MOST_NAMED]
    )
    more = f" and {len(found) - _MOST_NAMED} more" if len(found) > _MOST_NAMED else ""
    return Ambiguous(
        f"Several installed packages match: {named}{more}.",
        target=asked,
        remedy=SEVERAL_INSTALLED,
    )


def _open(
    context: Context,
    call: Call,
    source: str | None,
    needed: bool,
    patience: float | None,
    local: LocalSources | None,
) -> CompositeSource | None:
    try:
        return context.sources.open(call, source, patience=patience, local=local)
    except (SourceError, ConsentMissing) as error:
        if source is not None or needed:
            raise
        if error.code is not ErrorCode.NoSourcesDefined:
            call.message("Warning", error.text.partition("\n")[0], error.code.hex)
        return None


def _has_scope(one: Correlated, wanted: object) -> bool:
    return wanted is None or one.entry.scope is wanted or traits_of(one.entry.installer_type).has_any_scope


def _is(installed: Correlated, target: Target) -> bool:
    if target.reference is None:
        ids = (installed.entry.recorded_package, installed.id)
        return fold(target.identifier) in [fold(one) for one in ids if one]
    known = (*((installed.package,) if installed.package else ()), *installed.others)
    wanted = (fold(target.reference.source), fold(target.identifier))
    return any((fold(one.source), fold(one.identifier)) == wanted for one in known)
