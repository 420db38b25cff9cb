"""The plan of a version that was chosen: the options of the request, what was kept of an earlier one, dependencies."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import ErrorCode, HostError, ManifestError, NotApplicable, OperationError
from wingetpy.errors.remedies import HASH_CHECK_ELEVATED
from wingetpy.installers.technology import InstallOptions
from wingetpy.model.call import Call
from wingetpy.model.scope import Scope
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.dependencies import plan_dependencies
from wingetpy.operations.installed import Inventory
from wingetpy.operations.kept_wishes import given_or_kept, usable, with_wishes
from wingetpy.operations.make_plan import (
    Changing,
    plan_failure,
    plan_install,
    with_dependencies,
)
from wingetpy.operations.needed_features import needed_features, with_features
from wingetpy.operations.plan import PlannedOperation
from wingetpy.operations.request import InstallRequest, UpdateRequest, scope_of
from wingetpy.operations.target import ChosenVersion, Target
from wingetpy.operations.updates import not_applicable
from wingetpy.operations.wished_log import wished_log
from wingetpy.state.tracking import InstallWishes

PLAN_FAILURES = (NotApplicable, OperationError, ManifestError, HostError)
"""What makes a package that was found one that cannot be installed: its plan has the error, the request does not."""


def plan_chosen(
    context: Context,
    request: InstallRequest,
    target: Target,
    chosen: ChosenVersion,
    inventory: Inventory,
    there: Correlated | None,
    call: Call,
) -> PlannedOperation:
    installer = chosen.choice.installer
    if installer is None:
        error = not_applicable(chosen, target, installed=there is not None)
        operation: Changing = "Update" if isinstance(request, UpdateRequest) else "Install"
        return plan_failure(context, operation, target, there, error, chosen.choice.fell_out)
    for warning in chosen.manifest.warnings:
        call.message("Verbose", warning)
    kept = there.wishes if there else InstallWishes()
    wishes = given_or_kept(request, usable(kept, installer, target.identifier, call))
    options = options_of(context, request, wishes)
    if there is None and options.location is None and installer.install_location_required:
        options = _at_default_root(context, options, target)
    options = replace(options, log=wished_log(options.log, installer, target.identifier, call))
    entry = there.entry if there else None
    planned = plan_install(context, target, chosen, options, entry, given_or_kept(request, kept))
    if request.skip_dependencies or context.settings.install.skip_dependencies:
        return planned
    features = needed_features(
        context.host, target.identifier, installer, force=request.force, may_ask=options.may_ask, call=call
    )
    planned = with_features(planned, features)
    return with_dependencies(planned, *plan_dependencies(context, target, installer, options, inventory, call))


def or_failure(
    context: Context,
    operation: Changing,
    target: Target,
    there: Correlated | None,
    decide: Callable[[], PlannedOperation],
) -> PlannedOperation:
    """Return decide()'s plan; where the package cannot be installed, the plan with the error."""
    try:
        return decide()
    except PLAN_FAILURES as error:
        return plan_failure(context, operation, target, there, error)


def is_newer(chosen: ChosenVersion, there: Correlated) -> bool:
    return chosen.manifest.version > Version.parse(there.version) or there.offers_latest


def options_of(context: Context, request: InstallRequest, wishes: InstallWishes) -> InstallOptions:
    if request.allow_hash_mismatch and context.facts.elevated:
        raise OperationError(
            "An elevated process does not accept a hash mismatch.",
            code=ErrorCode.InvalidClArguments,
            category="SecurityError",
            remedy=HASH_CHECK_ELEVATED,
        )
    options = InstallOptions(
        scope=scope_of(request.scope) or _usual_scope(context),
        mode=request.mode,
        log=request.log,
        may_ask=context.may_ask(request.disable_interactivity),
        force=request.force,
        allow_hash_mismatch=request.allow_hash_mismatch,
        uninstall_previous=request.uninstall_previous,
    )
    return with_wishes(options, wishes)


def _at_default_root(context: Context, options: InstallOptions, target: Target) -> InstallOptions:
    """Return the options with the package's folder below the settings' install root, if they name one."""
    root = context.settings.install.default_install_root
    return options if root is None else replace(options, location=root / target.identifier)


def _usual_scope(context: Context) -> Scope | None:
    """Return the scope that the settings require or prefer."""
    settings = context.settings.install
    return settings.requirements.scope or settings.preferences.scope
