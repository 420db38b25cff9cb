"""`package/plan`: what a change of a package would do. The plan that is shown is the plan that runs."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.contradictions import refuse_plan
from wingetpy.commands.needed_policies import of_install
from wingetpy.commands.parameters import (
    InstallParameters,
    PlanParameters,
    RepairParameters,
    UninstallParameters,
    UpdateParameters,
)
from wingetpy.errors import BadRequest, ConsentMissing, ErrorReport
from wingetpy.errors.remedies import NAME_PACKAGE
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.decide import decide_install
from wingetpy.operations.execute import require_consent
from wingetpy.operations.perform import decide_settled
from wingetpy.operations.plan import Plan, PlannedOperation
from wingetpy.operations.repair import plan_repair
from wingetpy.operations.uninstall import plan_removals
from wingetpy.operations.update import plan_update

T = TypeVar("T", bound=msgspec.Struct)


def plan(context: Context, parameters: PlanParameters, call: Call) -> Plan:
    """Look at the machine and the sources; change nothing. The id in the plan can be carried out once."""
    planned = decide_settled(context, lambda: decide(context, parameters, call))
    return shown(context, planned, accepted=parameters.accept_package_agreements)


def shown(context: Context, planned: PlannedOperation, *, accepted: bool) -> Plan:
    """Keep a plan and return what is shown of it, with the consent that it lacks.

    Args:
        accepted: Whether the caller accepts the agreements of packages.
    """
    return context.stores.plans.keep(consent_shown(planned, accepted)).plan


def consent_shown(planned: PlannedOperation, accepted: bool) -> PlannedOperation:
    """Return a plan that says which consent it lacks."""
    try:
        require_consent(planned, accepted)
    except ConsentMissing as error:  # the plan can be carried out all the same, by a request that gives consent
        if planned.plan.error is None:
            shown = msgspec.structs.replace(planned.plan, error=ErrorReport.of(error))
            planned = msgspec.structs.replace(planned, plan=shown)
    return planned


def decide(context: Context, parameters: PlanParameters, call: Call) -> PlannedOperation:
    """Make the plan of one operation, as the operation itself does."""
    if parameters.plan_id is not None:
        raise BadRequest("A plan is not made from a plan.", remedy="Leave out PlanId.")
    if parameters.empty and parameters.manifest is None:
        raise BadRequest("A plan needs a package.", remedy=NAME_PACKAGE)
    match parameters.operation:
        case "Install":
            return decide_install(context, _as(InstallParameters, parameters), call)
        case "Update":
            return plan_update(context, _as(UpdateParameters, parameters), call)
        case "Uninstall":
            planned = plan_removals(context, _as(UninstallParameters, parameters), call)
            if len(planned) > 1:
                raise BadRequest(
                    "Several installed versions match; a plan is for one of them.",
                    remedy="Name one by Version or ProductCode.",
                )
            return planned[0]
        case "Repair":
            return plan_repair(context, _as(RepairParameters, parameters), call)


def _as(kind: type[T], parameters: PlanParameters) -> T:
    """Return the members that this operation has."""
    return kind(**{name: getattr(parameters, name) for name in kind.__struct_fields__})


PLAN = Command(PlanParameters, Plan, plan, check=refuse_plan, policy=of_install)
