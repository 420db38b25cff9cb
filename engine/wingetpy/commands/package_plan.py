"""`package/plan`: what an install, update or uninstall would do. The plan that is shown is the plan that runs."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from wingetpy.commands.command import Command
from wingetpy.commands.deciding import decide_install
from wingetpy.commands.engine import Engine
from wingetpy.commands.package_uninstall import plan_all
from wingetpy.commands.package_update import plan_one
from wingetpy.commands.parameters import InstallParameters, PlanParameters, UninstallParameters, UpdateParameters
from wingetpy.commands.running import see_consent
from wingetpy.errors import BadRequest, ConsentMissing, ErrorReport
from wingetpy.model.call import Call
from wingetpy.operations.plan import Plan, PlannedOperation

T = TypeVar("T", bound=msgspec.Struct)


def plan(engine: Engine, parameters: PlanParameters, call: Call) -> Plan:
    """Looks at the machine and the sources; changes nothing. The id in the plan can be carried out once."""
    planned = _decide(engine, parameters, call)
    try:
        see_consent(planned.plan, parameters)
    except ConsentMissing as error:  # the plan can be carried out all the same, by a request that gives it
        if planned.plan.error is None:
            told = msgspec.structs.replace(planned.plan, error=ErrorReport.of(error))
            planned = msgspec.structs.replace(planned, plan=told)
    return engine.plans.keep(planned).plan


def _decide(engine: Engine, parameters: PlanParameters, call: Call) -> PlannedOperation:
    if parameters.plan_id is not None:
        raise BadRequest("A plan is not made from a plan.", remedy="Leave PlanId away.")
    if parameters.empty and parameters.manifest is None:
        raise BadRequest("A plan needs a package.", remedy="Give Id, Name, Moniker, Query or Manifest.")
    match parameters.operation:
        case "Install":
            return decide_install(engine, _as(InstallParameters, parameters), call)
        case "Update":
            return plan_one(engine, _as(UpdateParameters, parameters), call)
        case "Uninstall":
            planned = plan_all(engine, _as(UninstallParameters, parameters), call)
            if len(planned) > 1:
                raise BadRequest(
                    "Several installed versions match; a plan is for one of them.",
                    remedy="Name one by Version or ProductCode.",
                )
            return planned[0]


def _as(kind: type[T], parameters: PlanParameters) -> T:
    """The members that this operation knows."""
    return kind(**{name: getattr(parameters, name) for name in kind.__struct_fields__})


PLAN = Command(PlanParameters, Plan, plan)
