"""What an install or uninstall of a package comes to: from what is asked, offered and installed to a plan."""

from __future__ import annotations

from msgspec.structs import replace

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import ErrorCode, OperationError
from wingetpy.errors.remedies import UPGRADE_REFUSED
from wingetpy.installers.technology import UninstallOptions
from wingetpy.manifests.model import Manifest
from wingetpy.model.call import Call
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.dependencies import plan_dependencies
from wingetpy.operations.find_target import choose_version, find_target
from wingetpy.operations.installed import Inventory, correlated_with, installed_as, take_inventory
from wingetpy.operations.make_plan import (
    plan_failure,
    plan_install,
    plan_nothing,
    plan_uninstall,
    with_dependencies,
)
from wingetpy.operations.needed_features import needed_features, with_features
from wingetpy.operations.pin_guard import guard_of
from wingetpy.operations.plan import PlannedOperation
from wingetpy.operations.plan_chosen import is_newer, options_of, or_failure, plan_chosen
from wingetpy.operations.request import InstallRequest, UninstallRequest, scope_of
from wingetpy.operations.target import Target
from wingetpy.operations.updates import from_other_source
from wingetpy.selection.wishes import InstalledFacts
from wingetpy.state.tracking import InstallWishes


def decide_install(context: Context, request: InstallRequest, call: Call) -> PlannedOperation:
    """Install what is missing, update what is older, leave what is installed in the wanted version or newer.

    Raises:
        NotFound, Ambiguous, SourceError: no such package, version or source.
        BadRequest: wishes that cannot be.
    """
    planned = _decide_install(context, request, call)
    if planned.installed is None and planned.plan.from_version and not request.force:
        # Another engine installed it between the reading of the inventory and the plan.
        return _decide_install(context, request, call)
    return planned


def _decide_install(context: Context, request: InstallRequest, call: Call) -> PlannedOperation:
    target = find_target(context, request, call, to_install=True)
    if target.opened is not None:
        context.report_settings(call)
        inventory = correlated_with(context, target.opened, call)
    else:
        inventory = take_inventory(context, call)
    there = installed_as(inventory, target, request.scope)
    return or_failure(
        context, "Install", target, there, lambda: _install(context, request, target, there, inventory, call)
    )


def decide_uninstall(context: Context, request: UninstallRequest, there: Correlated) -> PlannedOperation:
    """Remove an installed package."""
    options = UninstallOptions(
        mode=request.mode,
        log=request.log,
        may_ask=context.may_ask(request.disable_interactivity),
        force=request.force,
        purge=request.purge,
        preserve=request.preserve,
        scope=scope_of(request.scope),
    )
    source = there.package.source if there.package else ""
    return plan_uninstall(context, there.entry, options, package=there.id, source=source)


def _install(
    context: Context,
    request: InstallRequest,
    target: Target,
    there: Correlated | None,
    inventory: Inventory,
    call: Call,
) -> PlannedOperation:
    if request.dependencies_only:
        return _dependencies_only(context, request, target, inventory, call)
    if there is None or request.force:
        chosen = choose_version(context, target, request, InstalledFacts(), call)
        planned = plan_chosen(context, request, target, chosen, inventory, None, call)
        return replace(planned, installed_over=there.entry) if there else planned
    if request.no_upgrade:
        raise OperationError(
            f"{there.entry.name} [{target.identifier}] {there.version} is already installed.",
            code=ErrorCode.PackageAlreadyInstalled,
            category="ResourceExists",
            target=target.identifier,
            remedy=UPGRADE_REFUSED,
        )
    guard = guard_of(context, target, there, request)
    chosen = choose_version(context, target, request, there.facts, call, guard=guard)
    if chosen.choice.installer is not None and not is_newer(chosen, there):
        if request.version is not None or request.manifest is not None:
            _report_newer(there, chosen.manifest, call)
        return plan_nothing(context, "Install", "AlreadyInstalled", there, target.identifier)
    if request.source is None and target.reference and not there.may_come_from(target.origin.identifier):
        raise from_other_source(there, target.origin.name)
    return plan_chosen(context, request, target, chosen, inventory, there, call)


def _report_newer(there: Correlated, wanted: Manifest, call: Call) -> None:
    """Report why a version that was asked for is not installed, if a newer one is installed."""
    if wanted.version >= Version.parse(there.version):
        return
    text = (
        f"{there.entry.name} [{there.id}] {there.version} is installed, which is newer than {wanted.package_version}."
        " To install the older version, uninstall the newer one first, or use force."
    )
    call.message("Information", text, ErrorCode.UpdateNotApplicable.hex)


def _dependencies_only(
    context: Context, request: InstallRequest, target: Target, inventory: Inventory, call: Call
) -> PlannedOperation:
    """Plan the dependencies of a package, its Windows features among them, without the package itself."""
    chosen = choose_version(context, target, request, InstalledFacts(), call)
    if chosen.choice.installer is None:
        error = chosen.choice.not_applicable(target.identifier)
        return plan_failure(context, "Install", target, None, error, chosen.choice.fell_out)
    options = options_of(context, request, InstallWishes(location=request.location or ""))
    whole = plan_install(context, target, chosen, options)
    plan = replace(
        whole.plan,
        action="None",
        reason="DependenciesOnly",
        to_version="",
        location="",
        url="",
        sha256="",
        size=None,
        agreements=(),
        steps=(),
        error=None,
    )
    bare = replace(whole, plan=plan, work=None, refusal=None, download=None)
    features = needed_features(
        context.host,
        target.identifier,
        chosen.choice.installer,
        force=request.force,
        may_ask=options.may_ask,
        call=call,
    )
    return with_dependencies(
        with_features(bare, features),
        *plan_dependencies(context, target, chosen.choice.installer, options, inventory, call),
    )
