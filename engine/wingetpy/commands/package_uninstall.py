"""`package/uninstall`: one installed package, or all its installed versions."""

from __future__ import annotations

from collections.abc import Callable

from wingetpy.commands.command import Command
from wingetpy.commands.contradictions import refuse_uninstall
from wingetpy.commands.needed_policies import of_manifest
from wingetpy.commands.objects import UninstallResult
from wingetpy.commands.parameters import Totals, UninstallParameters
from wingetpy.commands.results import execute_options, totals, uninstall_result
from wingetpy.errors import NotFound
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.outcome import Outcome
from wingetpy.operations.perform import OF_WHAT_IS_INSTALLED, perform
from wingetpy.operations.plan import PlannedOperation
from wingetpy.operations.uninstall import plan_removals


def uninstall(context: Context, parameters: UninstallParameters, call: Call) -> Totals:
    """Raise what is wrong before a package is known; what fails afterwards is in its result."""
    options = execute_options(parameters)
    outcomes: list[Outcome] = []
    if not parameters.all_versions:
        decide = lambda: _plans(context, parameters, call)[0]  # noqa: E731 - one line, used once
        outcomes.append(perform(context, decide, call, options, OF_WHAT_IS_INSTALLED))
        call.items([uninstall_result(outcomes[0])])
        return totals(outcomes)
    stopped = False
    for planned in _plans(context, parameters, call):
        if stopped := call.cancelled:
            break
        try:
            outcomes.append(perform(context, _now_or_again(context, parameters, planned, call), call, options))
        except NotFound as gone:
            call.message("Information", gone.text, gone.code.hex)
            continue
        call.items([uninstall_result(outcomes[-1])])
    return totals(outcomes, stopped=stopped)


def _now_or_again(
    context: Context, parameters: UninstallParameters, planned: PlannedOperation, call: Call
) -> Callable[[], PlannedOperation]:
    """Return what gives a plan as it is at the first call, and made once more at a later one.

    The later one raises NotFound if another engine has removed what the plan was for.
    """
    made = [planned]

    def decide() -> PlannedOperation:
        if made:
            return made.pop()
        there = planned.installed
        for one in plan_removals(context, parameters, call):
            if there is not None and one.installed is not None and one.installed.local_id == there.local_id:
                return one
        raise NotFound(f"{planned.plan.name} {planned.plan.from_version} was removed by another engine.")

    return decide


def _plans(context: Context, parameters: UninstallParameters, call: Call) -> list[PlannedOperation]:
    if parameters.plan_id is not None:
        return [context.stores.plans.take(parameters.plan_id, "Uninstall")]
    return plan_removals(context, parameters, call)


UNINSTALL = Command(
    UninstallParameters, Totals, uninstall, items=UninstallResult, check=refuse_uninstall, policy=of_manifest
)
