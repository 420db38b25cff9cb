"""What an update of an installed package comes to: a newer version, or why there is none."""

from __future__ import annotations

from msgspec.structs import replace

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import ErrorCode, NotApplicable
from wingetpy.errors.remedies import NOT_NEWER
from wingetpy.model.call import Call
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.find_target import choose_version, find_target, target_of
from wingetpy.operations.installed import Inventory, installed_as, take_inventory
from wingetpy.operations.judgement import Update
from wingetpy.operations.make_plan import (
    plan_nothing,
)
from wingetpy.operations.pin_guard import guard_of
from wingetpy.operations.plan import PlannedOperation
from wingetpy.operations.plan_chosen import is_newer, or_failure, plan_chosen
from wingetpy.operations.request import UpdateRequest
from wingetpy.operations.target import Target
from wingetpy.operations.updates import above, from_other_source, judge
from wingetpy.operations.wording import no_update_available, not_installed_so_no_update, updated_beside
from wingetpy.selection.availability import UpdateState, may_be_older


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
    return or_failure(
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
    if chosen.choice.installer is not None and not request.force and not is_newer(chosen, there):
        error = NotApplicable(
            f"{target.identifier} {chosen.manifest.package_version} is not newer than the installed {there.version}.",
            code=ErrorCode.UpgradeVersionNotNewer,
            category="InvalidArgument",
            target=target.identifier,
            remedy=NOT_NEWER,
        )
        return plan_nothing(context, "Update", "NoApplicableUpgrade", there, target.identifier, error)
    return plan_chosen(context, request, target, chosen, inventory, there, call)


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
        error = _nothing_newer(there, target)
        return plan_nothing(context, "Update", "NoApplicableUpgrade", there, target.identifier, error, there.state)
    update = judge(context, request, target, there, call)
    if update.chosen is not None and _is_wanted(update, request):
        chosen = update.chosen
        planned = or_failure(
            context,
            "Update",
            target,
            there,
            lambda: plan_chosen(context, request, target, chosen, inventory, there, call),
        )
        plan = replace(planned.plan, update_state=update.state.value)
        return replace(planned, plan=plan, among_many=request.among_many)
    assert update.error is not None
    if update.chosen is None and update.state is UpdateState.inapplicable:
        raise update.error
    reason = "NoApplicableUpgrade" if update.state is UpdateState.unknown else update.state.value
    return plan_nothing(context, "Update", reason, there, target.identifier, update.error, update.state)


def _nothing_newer(there: Correlated, target: Target) -> NotApplicable:
    if there.newer_beside:
        return updated_beside(there.entry.name, target.identifier, there.version, there.newer_beside)
    return no_update_available(there.entry.name, target.identifier)


_UPDATED_BY_NAME = (UpdateState.available, UpdateState.technology, UpdateState.inapplicable)
"""What is updated, or has a plan with the error that its installers give."""
_LEFT_OUT_OF_MANY = (UpdateState.explicit, UpdateState.denied, UpdateState.backed_off)
"""The same, of a package that was named."""


def _is_wanted(update: Update, request: UpdateRequest) -> bool:
    """Whether the request asks for this update, or for the error that its installers give."""
    if update.state in _LEFT_OUT_OF_MANY:
        return not request.among_many
    return update.state in _UPDATED_BY_NAME or (update.state is UpdateState.unknown and request.include_unknown)
