"""`package/update`: one installed package, or all that have an update."""

from __future__ import annotations

from wingetpy.commands.command import Command
from wingetpy.commands.contradictions import refuse_update
from wingetpy.commands.needed_policies import of_install
from wingetpy.commands.objects import InstallResult
from wingetpy.commands.parameters import Totals, UpdateParameters
from wingetpy.commands.results import execute_options, install_result, totals
from wingetpy.model.call import Call
from wingetpy.operations.back_off import note_outcome
from wingetpy.operations.batch import update_all
from wingetpy.operations.context import Context
from wingetpy.operations.outcome import Outcome
from wingetpy.operations.perform import OF_WHAT_IS_INSTALLED, perform
from wingetpy.operations.plan import PlannedOperation
from wingetpy.operations.update import plan_update


def update(context: Context, parameters: UpdateParameters, call: Call) -> Totals:
    """Raise what is wrong before a package is known; what fails afterwards is in its result."""
    options = execute_options(parameters, accepted=parameters.accept_package_agreements)
    if parameters.all:

        def emit(outcome: Outcome) -> None:
            note_outcome(context, outcome, call, among_many=not parameters.force)
            call.items([install_result(outcome)])

        batch = update_all(context, parameters, call, options, emit)
        return totals(batch.outcomes, stopped=batch.stopped)
    outcome = perform(context, lambda: _plan(context, parameters, call), call, options, OF_WHAT_IS_INSTALLED)
    note_outcome(context, outcome, call, among_many=_is_among_many(parameters, outcome))
    call.items([install_result(outcome)])
    return totals([outcome])


def _is_among_many(parameters: UpdateParameters, outcome: Outcome) -> bool:
    """Whether the package was not named: a plan that is carried out says so itself."""
    request = outcome.planned.among_many if parameters.plan_id is not None else parameters.among_many
    return request and not parameters.force


def _plan(context: Context, parameters: UpdateParameters, call: Call) -> PlannedOperation:
    if parameters.plan_id is not None:
        return context.stores.plans.take(parameters.plan_id, "Update")
    return plan_update(context, parameters, call)


UPDATE = Command(UpdateParameters, Totals, update, items=InstallResult, check=refuse_update, policy=of_install)
