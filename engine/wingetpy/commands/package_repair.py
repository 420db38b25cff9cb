"""`package/repair`: one installed package."""

from __future__ import annotations

from wingetpy.commands.command import Command
from wingetpy.commands.contradictions import refuse_repair
from wingetpy.commands.needed_policies import of_repair
from wingetpy.commands.objects import RepairResult
from wingetpy.commands.parameters import RepairParameters, Totals
from wingetpy.commands.results import execute_options, repair_result, totals
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.perform import OF_WHAT_IS_INSTALLED, perform
from wingetpy.operations.plan import PlannedOperation
from wingetpy.operations.repair import plan_repair


def repair(context: Context, parameters: RepairParameters, call: Call) -> Totals:
    """Raise what is wrong before a package is known; what fails afterwards is in its result."""
    options = execute_options(parameters, accepted=parameters.accept_package_agreements)
    decide = lambda: _plan(context, parameters, call)  # noqa: E731 - one line, used once
    outcome = perform(context, decide, call, options, OF_WHAT_IS_INSTALLED)
    call.items([repair_result(outcome)])
    return totals([outcome])


def _plan(context: Context, parameters: RepairParameters, call: Call) -> PlannedOperation:
    if parameters.plan_id is not None:
        return context.stores.plans.take(parameters.plan_id, "Repair")
    return plan_repair(context, parameters, call)


REPAIR = Command(RepairParameters, Totals, repair, items=RepairResult, check=refuse_repair, policy=of_repair)
