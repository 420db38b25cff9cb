"""`package/fetch`: the files of several packages that are about to be changed, downloaded at once."""

from __future__ import annotations

from wingetpy.commands.command import Command
from wingetpy.commands.contradictions import refuse_plan
from wingetpy.commands.needed_policies import of_install
from wingetpy.commands.package_plan import decide
from wingetpy.commands.parameters import FetchParameters, PlanParameters, Totals
from wingetpy.commands.results import execute_options
from wingetpy.errors import Cancelled, EngineError
from wingetpy.journal.stop_signal import StopSignal
from wingetpy.model.call import Call, QuietCall
from wingetpy.operations.conditions import reason_to_skip
from wingetpy.operations.context import Context
from wingetpy.operations.downloads import bring_for_several
from wingetpy.operations.plan import PlannedOperation


def fetch(context: Context, parameters: FetchParameters, call: Call) -> Totals:
    """Download what the packages need. What is wrong with one of them is reported when it is changed: `failed` counts
    the files only."""
    stop = StopSignal(call, parameters.timeout_seconds)
    plans: list[PlannedOperation] = []
    accepted: list[bool] = []
    for one in parameters.packages:
        stop()
        planned = _planned(context, one, call)
        if planned is not None and not _is_skipped(context, one, planned):
            plans.append(planned)
            accepted.append(one.accept_package_agreements)
    with_consent = [one for one, yes in zip(plans, accepted, strict=True) if yes or not one.agreements]
    failed = bring_for_several(context, with_consent, call, stop, accepted=True, remember=True)
    return Totals(count=len(with_consent), failed=len(failed))


def _planned(context: Context, parameters: PlanParameters, call: Call) -> PlannedOperation | None:
    """Return the plan of a package; None where there is none, which the change reports."""
    try:
        refuse_plan(parameters)
        return decide(context, parameters, QuietCall(call))
    except Cancelled:
        raise
    except EngineError:
        return None


def _is_skipped(context: Context, parameters: PlanParameters, planned: PlannedOperation) -> bool:
    """Whether the change will skip the package, and say why."""
    conditions = execute_options(parameters).conditions(context, planned)
    return bool(reason_to_skip(context.host, conditions, planned, lambda *_: None))


def _policies(parameters: FetchParameters) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in parameters.packages for name in of_install(one)))


FETCH = Command(FetchParameters, Totals, fetch, policy=_policies)
