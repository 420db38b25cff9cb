"""Updating everything that has an update: all files are downloaded, then one package follows the other; one that fails
does not end the batch."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import msgspec

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import Cancelled, EngineError, OperationError
from wingetpy.journal.stop_signal import StopSignal
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.operations.conditions import reason_to_skip
from wingetpy.operations.context import Context
from wingetpy.operations.decide_update import decide_update
from wingetpy.operations.downloads import bring_for_several
from wingetpy.operations.execute import ExecuteOptions, Execution
from wingetpy.operations.installed import Inventory, matching, take_inventory
from wingetpy.operations.make_plan import plan_nothing
from wingetpy.operations.named import chosen_by_name
from wingetpy.operations.outcome import Outcome
from wingetpy.operations.perform import is_stale
from wingetpy.operations.plan import PlannedOperation
from wingetpy.operations.request import UpdateRequest
from wingetpy.operations.updates import find_updates, report_not_updated
from wingetpy.selection.availability import is_update_shown
from wingetpy.sources.request import MatchOption


class UpdateBatch(NamedTuple):
    """What came of a batch; `stopped` if packages were left out because the caller cancelled."""

    outcomes: list[Outcome]
    stopped: bool


def update_all(
    context: Context,
    request: UpdateRequest,
    call: Call,
    options: ExecuteOptions,
    emit: Callable[[Outcome], None],
) -> UpdateBatch:
    """Update each installed package that has an update and matches the criteria.

    Args:
        emit: Takes each outcome as soon as it is known.

    Returns:
        All outcomes, and whether the caller stopped it. What has a newer version and is not updated is reported as a
        message and has no outcome.
    """
    request = msgspec.structs.replace(request, among_many=True)
    inventory = take_inventory(context, call, request.source, needs_source=True)
    wanted = _wanted(context, request, inventory, call)
    plans = [_decided(context, request, one, inventory, call) for one in wanted]
    wanted, plans = _each_installer_once(wanted, plans, call)
    outcomes: list[Outcome] = []
    stopped = call.cancelled
    dependencies: set[str] = set()
    for place, planned in enumerate(_with_files(context, plans, call, options)):
        one = wanted[place]
        if stopped := call.cancelled:
            break
        changed = any(earlier.changed for earlier in outcomes)
        if fold(one.id) in dependencies or (planned.dependencies and changed):
            outcome = _update_again(context, request, one, call, options)
        else:
            outcome = _update_one(context, request, one, planned, call, options)
        if outcome is not None:
            outcomes.append(outcome)
            emit(outcome)
            dependencies.update(fold(plan.id) for plan in outcome.planned.plan.dependencies)
    return UpdateBatch(outcomes, stopped)


def _wanted(context: Context, request: UpdateRequest, inventory: Inventory, call: Call) -> list[Correlated]:
    """Return what is updated; what has a newer version and is left out is reported."""
    found = matching(inventory, request, request.scope, single=False, default=MatchOption.contains)
    found = chosen_by_name(found, request.include, request.exclude, call)
    wanted: list[Correlated] = []
    for update in find_updates(context, request, inventory, found, call):
        if call.cancelled:
            break
        if is_update_shown(update.state, include_unknown=request.include_unknown):
            wanted.append(update.installed)
        else:
            report_not_updated(update, call)
    return wanted


def _each_installer_once(
    wanted: list[Correlated], plans: list[PlannedOperation], call: Call
) -> tuple[list[Correlated], list[PlannedOperation]]:
    """Leave out, with a message, what the installer of an earlier plan updates as well: a bundle and the MSI within it
    are two entries of one package."""
    seen: set[tuple[str, ...]] = set()
    kept: list[int] = []
    for place, planned in enumerate(plans):
        plan = planned.plan
        key = (fold(plan.source), fold(plan.id), plan.to_version, plan.url, plan.sha256, plan.scope, plan.location)
        if planned.download is None or key not in seen:
            kept.append(place)
        else:
            text = (
                f"{plan.name} [{plan.id}] {plan.from_version}: the same installer updates it once, with another entry."
            )
            call.message("Information", text)
        seen.add(key)
    return [wanted[place] for place in kept], [plans[place] for place in kept]


def _with_files(
    context: Context, plans: list[PlannedOperation], call: Call, options: ExecuteOptions
) -> list[PlannedOperation]:
    """Download what the plans need, several files at once; one whose file cannot be brought is refused for that."""
    stop = StopSignal(call, options.timeout_seconds)
    places = [place for place, one in enumerate(plans) if not _is_skipped(context, one, options)]
    wanted = [plans[place] for place in places]
    try:
        brought = bring_for_several(context, wanted, call, stop, accepted=options.accept_package_agreements)
    except (Cancelled, OperationError):  # each package that is begun reports it
        return plans
    failed = {places[number]: error for number, error in brought.items()}
    return [one.refused(failed[place]) if place in failed else one for place, one in enumerate(plans)]


def _is_skipped(context: Context, planned: PlannedOperation, options: ExecuteOptions) -> bool:
    """Whether the package will be skipped, which is reported then."""
    return bool(reason_to_skip(context.host, options.conditions(context, planned), planned, lambda *_: None))


def _update_one(
    context: Context,
    request: UpdateRequest,
    one: Correlated,
    planned: PlannedOperation,
    call: Call,
    options: ExecuteOptions,
) -> Outcome | None:
    """Update one package of the batch; None if another engine did."""
    execution = Execution(context, call, options)
    outcome = execution.run(planned)
    return _update_alone(context, request, one, call, execution, outcome) if is_stale(outcome) else outcome


def _update_again(
    context: Context, request: UpdateRequest, one: Correlated, call: Call, options: ExecuteOptions
) -> Outcome | None:
    """Update a package as the machine is now: a dependency of the batch may have changed it. None if it has no update
    any more."""
    execution = Execution(context, call, options)
    outcome = _update_now(context, request, one, call, execution)
    if outcome is None or not is_stale(outcome):
        return outcome
    return _update_alone(context, request, one, call, execution, outcome)


def _update_alone(
    context: Context, request: UpdateRequest, one: Correlated, call: Call, execution: Execution, stale: Outcome
) -> Outcome | None:
    """Update a package that another engine has changed, under the change lock. None if it has no update any more."""
    try:
        with execution.alone():
            return _update_now(context, request, one, call, execution)
    except EngineError as error:
        return msgspec.structs.replace(stale, error=error)


def _update_now(
    context: Context, request: UpdateRequest, one: Correlated, call: Call, execution: Execution
) -> Outcome | None:
    inventory = take_inventory(context, call, request.source)
    there = next((now for now in inventory.packages if now.entry.local_id == one.entry.local_id), None)
    if there is None or not is_update_shown(there.state, include_unknown=request.include_unknown):
        call.message("Information", f"{one.entry.name} [{one.id}] has no update any more; it was changed meanwhile.")
        return None
    return execution.run(_decided(context, request, there, inventory, call))


def _decided(
    context: Context, request: UpdateRequest, one: Correlated, inventory: Inventory, call: Call
) -> PlannedOperation:
    """Plan an update; where it cannot be planned, the plan has the error: it does not end the batch."""
    try:
        return decide_update(context, request, one, inventory, call)
    except Cancelled:
        raise
    except EngineError as error:
        return plan_nothing(context, "Update", error.symbol, one, one.id, error)
