"""Which installed packages can be updated, to which version, and why the others cannot."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import EngineError, ErrorCode, NotApplicable, OperationError
from wingetpy.errors.remedies import OTHER_SOURCE
from wingetpy.model.call import Call
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.find_target import choose_version, target_of
from wingetpy.operations.installed import Inventory
from wingetpy.operations.make_plan import denies_updates
from wingetpy.operations.request import PackageRequest
from wingetpy.operations.target import ChosenVersion, Target
from wingetpy.selection.availability import UpdateState, is_update_shown
from wingetpy.selection.flags import Flag


class Update(msgspec.Struct, frozen=True, kw_only=True):
    """An installed package of which something newer is offered.

    Attributes:
        version: What an update would install; the newest version where none can be installed.
        error: Why it is not updated with all others; None: it is.
    """

    installed: Correlated
    state: UpdateState
    version: str
    error: EngineError | None = None


def find_updates(
    context: Context, request: PackageRequest, inventory: Inventory, found: Iterable[Correlated], call: Call
) -> Iterator[Update]:
    """Find the updates of installed packages, with those that cannot or must not be installed unasked.

    Args:
        request: The wishes for an installer.
        found: Installed packages of the inventory.
    """
    for one in found:
        if not is_update_shown(one.state, include_unknown=True) or one.package is None or inventory.sources is None:
            continue
        target = target_of(inventory.sources, one.package)
        try:
            chosen = _choose(context, request, target, one, call)
        except EngineError as error:
            state, version = UpdateState.inapplicable, target.versions[0] if target.versions else ""
            yield Update(installed=one, state=state, version=version, error=error)
        else:
            yield _update(one, target, chosen)


def report_not_updated(update: Update, call: Call) -> None:
    """Report what has a newer version and is not updated with all others."""
    one = update.installed
    if update.error is not None:
        call.message("Information", f"{one.entry.name} [{one.id}]: {update.error.text}", update.error.code.hex)
    elif update.state is UpdateState.unknown:
        text = (
            f"{one.entry.name} [{one.id}] has no known version; include unknown ones to update it to {update.version}."
        )
        call.message("Information", text, ErrorCode.UpgradeVersionUnknown.hex)


def not_applicable(chosen: ChosenVersion, target: Target, *, installed: bool) -> EngineError:
    """Return why no installer of a version fits; a changed technology has its own error (0x8A15008E)."""
    if not installed or not _technology_changed(chosen):
        return chosen.choice.not_applicable(target.identifier)
    return NotApplicable(
        f"{target.identifier} {chosen.manifest.package_version} is available, but its installer technology differs from"
        f" that of the installed version: {chosen.choice.reasons}.",
        code=ErrorCode.InstallTechnologyMismatch,
        category="InvalidOperation",
        target=target.identifier,
        remedy="Uninstall the package and install the newer version.",
    )


def from_other_source(there: Correlated, others: str) -> NotApplicable:
    """Return why an installed package is left alone: only other sources than its own have it.

    Args:
        others: The names of those sources.
    """
    source = there.origin.source if there.origin else ""
    return NotApplicable(
        f"{there.entry.name} [{there.id}] was installed from the source {source}. A package of {others} replaces it"
        " only when that source is named.",
        code=ErrorCode.UpdateNotApplicable,
        category="SecurityError",
        target=there.id,
        remedy=OTHER_SOURCE,
    )


def _choose(context: Context, request: PackageRequest, target: Target, one: Correlated, call: Call) -> ChosenVersion:
    installed = Version.parse(one.version)
    above = None if one.state is UpdateState.latest or installed.is_unknown else installed
    return choose_version(context, target, request, one.facts, call, above=above)


def _update(one: Correlated, target: Target, chosen: ChosenVersion) -> Update:
    installer, state, error = chosen.choice.installer, one.state, None
    if installer is None:
        state = UpdateState.technology if _technology_changed(chosen) else UpdateState.inapplicable
        error = not_applicable(chosen, target, installed=True)
    elif installer.upgrade_behavior == "deny":
        state, error = UpdateState.denied, denies_updates(target.identifier)
    elif installer.require_explicit_upgrade:
        state, error = UpdateState.explicit, _requires_explicit_upgrade(target.identifier)
    return Update(installed=one, state=state, version=chosen.manifest.package_version, error=error)


def _technology_changed(chosen: ChosenVersion) -> bool:
    return any(Flag.InstalledType in one.flags for one in chosen.choice.rejected)


def _requires_explicit_upgrade(package: str) -> OperationError:
    return OperationError(
        f"{package} must be named explicitly to be upgraded: its manifest requires it.",
        code=ErrorCode.UpdateNotApplicable,
        category="InvalidOperation",
        target=package,
        remedy="Update it by its id.",
    )
