"""What an install, update or uninstall of a package comes to: from what is asked, offered and installed to a plan."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import ErrorCode, HostError, ManifestError, NotApplicable, OperationError
from wingetpy.errors.remedies import HASH_CHECK_ELEVATED, NOT_NEWER, UPGRADE_REFUSED
from wingetpy.installers.technology import InstallOptions, UninstallOptions
from wingetpy.model.call import Call
from wingetpy.model.scope import Scope
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.dependencies import plan_dependencies
from wingetpy.operations.find_target import choose_version, find_target, target_of
from wingetpy.operations.installed import Inventory, correlated_with, installed_as, take_inventory
from wingetpy.operations.judgement import Update
from wingetpy.operations.kept_wishes import given_or_kept, usable, with_wishes
from wingetpy.operations.make_plan import (
    Changing,
    plan_failure,
    plan_install,
    plan_nothing,
    plan_uninstall,
    supports,
    with_dependencies,
)
from wingetpy.operations.pin_guard import guard_of
from wingetpy.operations.plan import PlannedOperation
from wingetpy.operations.request import InstallRequest, UninstallRequest, UpdateRequest, scope_of
from wingetpy.operations.target import ChosenVersion, Target
from wingetpy.operations.updates import above, from_other_source, judge, not_applicable
from wingetpy.operations.wording import no_update_available, not_installed_so_no_update
from wingetpy.selection.availability import UpdateState, may_be_older
from wingetpy.selection.wishes import InstalledFacts
from wingetpy.state.tracking import InstallWishes

PLAN_FAILURES = (NotApplicable, OperationError, ManifestError, HostError)
"""What makes a package that was found one that cannot be installed: its plan has the error, the request does not."""


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
    return _or_failure(
        context, "Install", target, there, lambda: _install(context, request, target, there, inventory, call)
    )


def decide_update(
    context: Context, request: UpdateRequest, there: Correlated, inventory: Inventory, call: Call
) -> PlannedOperation:
    """Update an installed package, or say why there is nothing to do."""
    if request.manifest is not None:
        target = find_target(context, request, call)
    elif there.package is None or inventory.sources is None:
        others = ", ".join(dict.fromkeys(one.source for one in there.others))
        error = from_other_source(there, others) if others else no_update_available(there.entry.name, there.id)
        return plan_nothing(context, "Update", "NoApplicableUpgrade", there, there.id, error)
    else:
        if there.origin is None:  # nobody knows which source it came from: all must be seen
            inventory.sources.require_complete()
        target = target_of(inventory.sources, there.package)
    return _or_failure(
        context, "Update", target, there, lambda: _update(context, request, target, there, inventory, call)
    )


def decide_update_of_manifest(context: Context, request: UpdateRequest, call: Call) -> PlannedOperation:
    """Update what a manifest describes, if an older version of it is installed (seed on update, `--manifest`)."""
    target = find_target(context, request, call)
    inventory = take_inventory(context, call)
    there = installed_as(inventory, target, request.scope)
    if there is None:
        manifest = target.manifest(target.versions[0])
        raise not_installed_so_no_update(manifest.localization.package_name or target.identifier)
    return decide_update(context, request, there, inventory, call)


def decide_uninstall(context: Context, request: UninstallRequest, there: Correlated) -> PlannedOperation:
    """Remove an installed package."""
    options = UninstallOptions(
        mode=request.mode,
        log=request.log,
        may_ask=not request.disable_interactivity,
        force=request.force,
        purge=request.purge,
        preserve=request.preserve,
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
        return _planned(context, request, target, chosen, inventory, None, call)
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
    if chosen.choice.installer is not None and not _is_newer(chosen, there):
        return plan_nothing(context, "Install", "AlreadyInstalled", there, target.identifier)
    if request.source is None and target.reference and not there.may_come_from(target.origin.identifier):
        raise from_other_source(there, target.origin.name)
    return _planned(context, request, target, chosen, inventory, there, call)


def _update(
    context: Context,
    request: UpdateRequest,
    target: Target,
    there: Correlated,
    inventory: Inventory,
    call: Call,
) -> PlannedOperation:
    if request.version is None and not request.force and request.manifest is None:
        return _update_if_newer(context, request, target, there, inventory, call)
    offered = request.manifest is None or Version.parse(target.versions[0]) > Version.parse(there.version)
    if not offered and request.version is None and not request.force:
        error = no_update_available(there.entry.name, target.identifier)
        return plan_nothing(context, "Update", "NoApplicableUpgrade", there, target.identifier, error)
    least = None if request.force else above(there)
    guard = guard_of(context, target, there, request)
    chosen = choose_version(context, target, request, there.facts, call, above=least, guard=guard)
    if chosen.choice.installer is not None and not request.force and not _is_newer(chosen, there):
        error = NotApplicable(
            f"{target.identifier} {chosen.manifest.package_version} is not newer than the installed {there.version}.",
            code=ErrorCode.UpgradeVersionNotNewer,
            category="InvalidArgument",
            target=target.identifier,
            remedy=NOT_NEWER,
        )
        return plan_nothing(context, "Update", "NoApplicableUpgrade", there, target.identifier, error)
    return _planned(context, request, target, chosen, inventory, there, call)


def _update_if_newer(
    context: Context,
    request: UpdateRequest,
    target: Target,
    there: Correlated,
    inventory: Inventory,
    call: Call,
) -> PlannedOperation:
    """Update to the newest version that may be installed, if it is newer than the one that is installed."""
    if not may_be_older(there.state):
        error = no_update_available(there.entry.name, target.identifier)
        return plan_nothing(context, "Update", "NoApplicableUpgrade", there, target.identifier, error, there.state)
    update = judge(context, request, target, there, call)
    if update.chosen is not None and (update.state in _UPDATED_BY_NAME or _is_wanted(update, request)):
        planned = _planned(context, request, target, update.chosen, inventory, there, call)
        plan = replace(planned.plan, update_state=update.state.value)
        return replace(planned, plan=plan, among_many=request.among_many)
    assert update.error is not None
    if update.chosen is None and update.state is UpdateState.inapplicable:
        raise update.error
    reason = "NoApplicableUpgrade" if update.state is UpdateState.unknown else update.state.value
    return plan_nothing(context, "Update", reason, there, target.identifier, update.error, update.state)


_UPDATED_BY_NAME = (
    UpdateState.available,
    UpdateState.explicit,
    UpdateState.denied,
    UpdateState.technology,
    UpdateState.inapplicable,
)
"""What a package that was named is updated in, or has a plan with the error that its installers give."""


def _is_wanted(update: Update, request: UpdateRequest) -> bool:
    """Whether the request asks for what an update of many packages leaves out."""
    if update.state is UpdateState.backed_off:
        return not request.among_many
    return update.state is UpdateState.unknown and request.include_unknown


def _planned(
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
    options = _options(context, request, wishes)
    if there is None and options.location is None and installer.install_location_required:
        options = _at_default_root(context, options, target)
    if options.log is not None and not supports(installer, "log"):
        text = f"The installer of {target.identifier} writes no log: its manifest says so. The log is left out."
        call.message("Warning", text, ErrorCode.UnsupportedArgument.hex)
        options = replace(options, log=None)
    entry = there.entry if there else None
    planned = plan_install(context, target, chosen, options, entry, given_or_kept(request, kept))
    if request.skip_dependencies or context.settings.install.skip_dependencies:
        return planned
    return with_dependencies(planned, plan_dependencies(context, target, installer, options, inventory, call))


def _dependencies_only(
    context: Context, request: InstallRequest, target: Target, inventory: Inventory, call: Call
) -> PlannedOperation:
    """Plan the dependencies of a package without the package itself."""
    chosen = choose_version(context, target, request, InstalledFacts(), call)
    if chosen.choice.installer is None:
        error = chosen.choice.not_applicable(target.identifier)
        return plan_failure(context, "Install", target, None, error, chosen.choice.fell_out)
    options = _options(context, request, InstallWishes(location=request.location or ""))
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
    return with_dependencies(
        bare, plan_dependencies(context, target, chosen.choice.installer, options, inventory, call)
    )


def _or_failure(
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


def _is_newer(chosen: ChosenVersion, there: Correlated) -> bool:
    return chosen.manifest.version > Version.parse(there.version) or there.offers_latest


def _options(context: Context, request: InstallRequest, wishes: InstallWishes) -> InstallOptions:
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
        may_ask=not request.disable_interactivity,
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
