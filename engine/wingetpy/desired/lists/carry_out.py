"""Carrying out the plans of a list: all files first, then one package after the other; one that fails leaves the others
theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from wingetpy.desired.lists.document import ListedPackage
from wingetpy.desired.lists.resolve import Resolved
from wingetpy.errors import Cancelled, EngineError, OperationError
from wingetpy.journal.stop_signal import StopSignal
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.operations.context import Context
from wingetpy.operations.downloads import bring_for_several
from wingetpy.operations.execute import ExecuteOptions, Execution
from wingetpy.operations.outcome import Outcome
from wingetpy.operations.perform import is_stale, perform
from wingetpy.operations.pins import add_pin
from wingetpy.selection.pinning import strictest


def carry_out(context: Context, found: Sequence[Resolved], call: Call, options: ExecuteOptions) -> Iterator[Outcome]:
    """Install each package and pin it as the list says; the outcomes come as they are known, till the caller stops."""
    plans = [one.planned for one in found]
    try:
        brought = bring_for_several(
            context, plans, call, StopSignal(call, options.timeout_seconds), accepted=options.accept_package_agreements
        )
    except (Cancelled, OperationError):  # each package that is begun reports it
        brought = {}
    for place, one in enumerate(found):
        if call.cancelled:
            return
        failed = brought.get(place)
        outcome = _install(
            context, one if failed is None else replace(one, planned=one.planned.refused(failed)), call, options
        )
        yield _pinned(context, one, outcome, call)


def pin_to_add(context: Context, one: Resolved) -> ListedPackage | None:
    """Return the package if it has another pin than the list says; None where that says none."""
    package = one.package
    if package.pin is None:
        return None
    identifier = next(source.identifier for source in context.sources.list(one.source))
    pins = context.stores.pins.pins(context.host.state_folder())
    own = [pin for pin in pins if fold(pin.package) == fold(package.package_identifier) and pin.source == identifier]
    now = strictest(own)
    is_there = now is not None and (now.type.value, now.version) == (package.pin.type, package.pin.version)
    return None if is_there else package


def _install(context: Context, one: Resolved, call: Call, options: ExecuteOptions) -> Outcome:
    if one.is_whole:
        outcome = Execution(context, call, options).run(one.planned)
        if not is_stale(outcome):
            return outcome
    return perform(context, one.decide, call, options)


def _pinned(context: Context, one: Resolved, outcome: Outcome, call: Call) -> Outcome:
    package = pin_to_add(context, one) if outcome.error is None else None
    if package is None or package.pin is None:
        return outcome
    try:
        add_pin(context, package.pin.request(package.package_identifier, one.source), call)
    except Cancelled:
        raise
    except EngineError as error:
        return replace(outcome, error=error)
    call.message("Information", f"{package.package_identifier} is pinned: {package.pin}.")
    return outcome
