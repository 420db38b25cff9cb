"""`msix/plan|add|remove|repair|reset|deploy`: changes of MSIX packages, and what they would be."""

from __future__ import annotations

from typing import Literal

from wingetpy.commands.command import Command
from wingetpy.commands.msix_rows import MsixDeploymentResult, deployment_result
from wingetpy.commands.parameters import Totals
from wingetpy.deployment.foreseen import ForeseenChange
from wingetpy.deployment.manager import PackageDeploymentManager
from wingetpy.deployment.package_set import PackageSet
from wingetpy.deployment.support import PackageVerb
from wingetpy.deployment.work import VerbOptions
from wingetpy.errors import BadRequest, Cancelled, ErrorCode
from wingetpy.hosts.packages import (
    AddPackageOptions,
    EnsurePackageIsReadyOptions,
    ProvisionPackageOptions,
    RegisterPackageOptions,
    RemovePackageOptions,
    StagePackageOptions,
)
from wingetpy.model.call import Call
from wingetpy.model.proxy import NetworkParameters
from wingetpy.operations.context import Context
from wingetpy.operations.deploy_packages import deploy
from wingetpy.operations.execute import ExecuteOptions
from wingetpy.operations.package_task import PackageTask
from wingetpy.operations.request import DEFAULT_LOCK_WAIT, LongText

DeployOperation = Literal["EnsureIsReady", "Stage", "Register", "Provision", "Deprovision"]
MsixOperation = Literal[
    "EnsureIsReady", "Add", "Stage", "Register", "Remove", "Repair", "Reset", "Provision", "Deprovision"
]


class MsixTargetParameters(NetworkParameters, frozen=True, rename="pascal", kw_only=True):
    """What is meant: a path, a URI, a family name or a full name; or a set of packages."""

    target: LongText | None = None
    package_set: PackageSet | None = None


class MsixChangeParameters(MsixTargetParameters, frozen=True, rename="pascal", kw_only=True):
    """Bounds of a change, in seconds; `timeout_seconds` None for no limit."""

    timeout_seconds: float | None = None
    lock_wait_seconds: float = DEFAULT_LOCK_WAIT


class MsixAddParameters(MsixChangeParameters, frozen=True, rename="pascal", kw_only=True):
    """`options`: the seed's AddPackageOptions."""

    options: AddPackageOptions | None = None


class MsixRemoveParameters(MsixChangeParameters, frozen=True, rename="pascal", kw_only=True):
    """`options`: the seed's RemovePackageOptions."""

    options: RemovePackageOptions | None = None


class MsixDeployParameters(MsixChangeParameters, frozen=True, rename="pascal", kw_only=True):
    """The other verbs, each with its own options."""

    operation: DeployOperation
    ensure_options: EnsurePackageIsReadyOptions | None = None
    stage_options: StagePackageOptions | None = None
    register_options: RegisterPackageOptions | None = None
    provision_options: ProvisionPackageOptions | None = None


class MsixPlanParameters(MsixTargetParameters, frozen=True, rename="pascal", kw_only=True):
    """Any verb, with the options that its method takes."""

    operation: MsixOperation
    add_options: AddPackageOptions | None = None
    remove_options: RemovePackageOptions | None = None
    ensure_options: EnsurePackageIsReadyOptions | None = None
    stage_options: StagePackageOptions | None = None
    register_options: RegisterPackageOptions | None = None
    provision_options: ProvisionPackageOptions | None = None


def plan(context: Context, parameters: MsixPlanParameters, call: Call) -> Totals:
    """Emit what the change would do, and change nothing."""
    task = _task(PackageVerb(parameters.operation), parameters, _given(parameters))
    task.check()
    rows = task.foresee(PackageDeploymentManager(context.host, call))
    call.items(rows)
    return Totals(count=len(rows), failed=sum(row.error is not None for row in rows))


def add(context: Context, parameters: MsixAddParameters, call: Call) -> Totals:
    return _change(context, PackageVerb.add, parameters, parameters.options, call)


def remove(context: Context, parameters: MsixRemoveParameters, call: Call) -> Totals:
    return _change(context, PackageVerb.remove, parameters, parameters.options, call)


def repair(context: Context, parameters: MsixChangeParameters, call: Call) -> Totals:
    return _change(context, PackageVerb.repair, parameters, None, call)


def reset(context: Context, parameters: MsixChangeParameters, call: Call) -> Totals:
    return _change(context, PackageVerb.reset, parameters, None, call)


def deploy_other(context: Context, parameters: MsixDeployParameters, call: Call) -> Totals:
    return _change(context, PackageVerb(parameters.operation), parameters, _given(parameters), call)


def _change(
    context: Context,
    verb: PackageVerb,
    parameters: MsixChangeParameters,
    options: VerbOptions | EnsurePackageIsReadyOptions,
    call: Call,
) -> Totals:
    limits = ExecuteOptions(timeout_seconds=parameters.timeout_seconds, lock_wait_seconds=parameters.lock_wait_seconds)
    deployed = deploy(context, _task(verb, parameters, options), call, limits)
    result: MsixDeploymentResult = deployment_result(deployed)
    call.items([result])
    return Totals(count=1, failed=int(deployed.error is not None), cancelled=isinstance(deployed.error, Cancelled))


def _task(
    verb: PackageVerb, parameters: MsixTargetParameters, options: VerbOptions | EnsurePackageIsReadyOptions
) -> PackageTask:
    return PackageTask(
        verb=verb, technology="msix", target=parameters.target, package_set=parameters.package_set, options=options
    )


_OPTIONS = {
    "Add": "add_options",
    "Remove": "remove_options",
    "EnsureIsReady": "ensure_options",
    "Stage": "stage_options",
    "Register": "register_options",
    "Provision": "provision_options",
}


def _given(parameters: MsixDeployParameters | MsixPlanParameters) -> VerbOptions | EnsurePackageIsReadyOptions:
    """Return the options of the verb that is asked for."""
    member = _OPTIONS.get(parameters.operation)
    options: VerbOptions | EnsurePackageIsReadyOptions = getattr(parameters, member) if member else None
    return options


def _refuse_other_options(parameters: MsixDeployParameters | MsixPlanParameters) -> None:
    """Raise BadRequest for options of another verb than the one that is asked for."""
    own = _OPTIONS.get(parameters.operation)
    for member in _OPTIONS.values():
        if member != own and getattr(parameters, member, None) is not None:
            named = "".join(word.capitalize() for word in member.split("_"))
            raise BadRequest(
                f"{named} has no effect on {parameters.operation}.",
                code=ErrorCode.InvalidParameter,
                target=named,
                remedy=f"Leave out {named}, or give the options of {parameters.operation}.",
            )


PLAN = Command(MsixPlanParameters, Totals, plan, items=ForeseenChange, check=_refuse_other_options)
ADD = Command(MsixAddParameters, Totals, add, items=MsixDeploymentResult)
REMOVE = Command(MsixRemoveParameters, Totals, remove, items=MsixDeploymentResult)
REPAIR = Command(MsixChangeParameters, Totals, repair, items=MsixDeploymentResult)
RESET = Command(MsixChangeParameters, Totals, reset, items=MsixDeploymentResult)
DEPLOY = Command(MsixDeployParameters, Totals, deploy_other, items=MsixDeploymentResult, check=_refuse_other_options)
