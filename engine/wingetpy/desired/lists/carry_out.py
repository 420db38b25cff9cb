"""Carrying out the plans of a list: all files first, then one package after the other; one that fails leaves the others
theirs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from wingetpy.desired.lists.resolve import Resolved
from wingetpy.errors import Cancelled, EngineError, OperationError
from wingetpy.journal.stop_signal import StopSignal
from wingetpy.model.call import Call
from wingetpy.model.pin import Pin, PinType
from wingetpy.operations.context import Context
from wingetpy.operations.downloads import bring_for_several
from wingetpy.operations.execute import ExecuteOptions, Execution
from wingetpy.operations.outcome import Outcome
from wingetpy.operations.perform import is_stale, perform
from wingetpy.operations.pins import add_pin
from wingetpy.operations.request import PinRequest
from wingetpy.sources.request import MatchOption


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


def pins_to_add(context: Context, one: Resolved) -> tuple[Pin, ...]:
    """Return the pins that the list says and the package does not have."""
    identifier = next(source.identifier for source in context.sources.list(one.source))
    wanted = one.package.pins(identifier)
    if not wanted:
        return ()
    there = context.stores.pins.pins(context.host.state_folder())
    return tuple(pin for pin in wanted if not any(pin.same_as(other) for other in there))


def _install(context: Context, one: Resolved, call: Call, options: ExecuteOptions) -> Outcome:
    if one.is_whole:
        outcome = Execution(context, call, options).run(one.planned)
        if not is_stale(outcome):
            return outcome
    return perform(context, one.decide, call, options)


def _pinned(context: Context, one: Resolved, outcome: Outcome, call: Call) -> Outcome:
    if outcome.error is not None:
        return outcome
    for pin in pins_to_add(context, one):
        try:
            add_pin(context, _request(pin, one.source), call)
        except Cancelled:
            raise
        except EngineError as error:
            return replace(outcome, error=error)
        call.message("Information", f"{pin.package} is pinned: {pin.type.value} {pin.version}".rstrip() + ".")
    return outcome


def _request(pin: Pin, source: str) -> PinRequest:
    """Return the request for a pin in place of any other of the package."""
    return PinRequest(
        id=pin.package,
        source=source,
        match_option=MatchOption.equals_case_insensitive,
        version=pin.version if pin.type is PinType.gating else None,
        skip_version=pin.version if pin.type is PinType.skip else None,
        blocking=pin.type is PinType.blocking,
        force=True,
    )
