"""`package/install`: one package by criteria, by a manifest, or by a plan that was shown."""

from __future__ import annotations

from wingetpy.commands.command import Command
from wingetpy.commands.contradictions import refuse_install
from wingetpy.commands.needed_policies import of_install
from wingetpy.commands.objects import InstallResult
from wingetpy.commands.parameters import InstallParameters, Totals
from wingetpy.commands.results import execute_options, install_result, totals
from wingetpy.errors import BadRequest
from wingetpy.errors.remedies import NAME_PACKAGE
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.decide import decide_install
from wingetpy.operations.perform import perform
from wingetpy.operations.plan import PlannedOperation


def install(context: Context, parameters: InstallParameters, call: Call) -> Totals:
    """Raise what is wrong before a package is known; what fails afterwards is in its result."""
    options = execute_options(parameters, accepted=parameters.accept_package_agreements)
    outcome = perform(context, lambda: _plan(context, parameters, call), call, options)
    call.items([install_result(outcome)])
    return totals([outcome])


def _plan(context: Context, parameters: InstallParameters, call: Call) -> PlannedOperation:
    if parameters.plan_id is not None:
        return context.stores.plans.take(parameters.plan_id, "Install", "Update")
    if parameters.empty and parameters.manifest is None:
        raise BadRequest("An install needs a package.", remedy=NAME_PACKAGE)
    return decide_install(context, parameters, call)


INSTALL = Command(InstallParameters, Totals, install, items=InstallResult, check=refuse_install, policy=of_install)
