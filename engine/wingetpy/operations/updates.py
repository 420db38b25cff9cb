"""Whether an installed package can be updated, to which version, and why not: one judgement for lists and updates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import EngineError, ErrorCode, NotApplicable, OperationError, SourceError
from wingetpy.errors.remedies import OTHER_SOURCE
from wingetpy.model.call import Call
from wingetpy.model.version import Version
from wingetpy.operations.back_off import backed_off
from wingetpy.operations.context import Context
from wingetpy.operations.find_target import choose_version, target_of
from wingetpy.operations.installed import Inventory
from wingetpy.operations.judgement import Update
from wingetpy.operations.make_plan import denies_updates
from wingetpy.operations.pin_guard import guard_of, is_pinned, state_of
from wingetpy.operations.request import UpdateRequest
from wingetpy.operations.target import ChosenVersion, Target
from wingetpy.operations.wording import unknown_version
from wingetpy.selection.availability import UpdateState, may_be_older
from wingetpy.selection.flags import Flag
from wingetpy.selection.pinning import PinGuard


def find_updates(
    context: Context, request: UpdateRequest, inventory: Inventory, found: Iterable[Correlated], call: Call
) -> Iterator[Update]:
    """Find the updates of installed packages, with those that cannot or must not be installed unasked.

    Args:
        request: The wishes for an installer, and what of pins and failures it overrules. Its package is one of many.
        found: Installed packages of the inventory.
    """
    silent: dict[str, SourceError] = {}
    """What the sources raised that did not answer: each is asked once."""
    for one in found:
        if not may_be_older(one.state) or one.package is None or inventory.sources is None:
            continue
        failed = silent.get(one.package.source)
        if failed is not None:
            yield Update(installed=one, state=UpdateState.inapplicable, version=one.available_versions[0], error=failed)
            continue
        update = judge(context, request, target_of(inventory.sources, one.package), one, call)
        if isinstance(update.error, SourceError):
            silent[one.package.source] = update.error
        yield update


def judge(context: Context, request: UpdateRequest, target: Target, one: Correlated, call: Call) -> Update:
    """Judge an installed package of which something newer is, or may be, offered.

    Raises:
        HostError: CannotOpenPinningIndex.
    """
    guard = guard_of(context, target, one, request)
    newest = target.versions[0] if target.versions else ""
    if pinned := _pinned_away(one, target, guard):
        return pinned
    try:
        chosen = choose_version(context, target, request, one.facts, call, above=above(one), guard=guard)
    except EngineError as error:
        return Update(installed=one, state=UpdateState.inapplicable, version=newest, error=error)
    return _judged(context, request, target, one, chosen)


def above(one: Correlated) -> Version | None:
    """Return the version that an update must be newer than; None where any one will do."""
    installed = Version.parse(one.version)
    return None if one.offers_latest or installed.is_unknown else installed


def report_not_updated(update: Update, call: Call) -> None:
    """Report what has a newer version and is not updated with all others."""
    one = update.installed
    if update.state is UpdateState.unknown:
        text = (
            f"{one.entry.name} [{one.id}] has no known version; include unknown ones to update it to {update.version}."
        )
        call.message("Information", text, ErrorCode.UpgradeVersionUnknown.hex)
    elif update.error is not None:
        call.message("Information", f"{one.entry.name} [{one.id}]: {update.error.text}", update.error.code.hex)


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


def _pinned_away(one: Correlated, target: Target, guard: PinGuard) -> Update | None:
    """Return the judgement of a package of which the pins let no newer version through; None if they let one."""
    if not guard.pins or not target.versions:
        return None
    least = above(one)
    offered = [Version.parse(text) for text in target.versions]
    newer = [version for version in offered if least is None or version > least] or offered[:1]
    pin = guard.preventing(newer[0])
    if pin is None or any(map(guard.lets, newer)):
        return None
    error = is_pinned(target.identifier, newer[0].text, pin)
    return Update(installed=one, state=state_of(pin), version=newer[0].text, error=error)


def _judged(context: Context, request: UpdateRequest, target: Target, one: Correlated, chosen: ChosenVersion) -> Update:
    installer, state, error = chosen.choice.installer, one.state, None
    version = chosen.manifest.package_version
    if installer is None:
        state = UpdateState.technology if _technology_changed(chosen) else UpdateState.inapplicable
        error = not_applicable(chosen, target, installed=True)
    elif installer.upgrade_behavior == "deny" and not request.uninstall_previous:
        state, error = UpdateState.denied, denies_updates(target.identifier)
    elif installer.require_explicit_upgrade:
        state, error = UpdateState.explicit, _requires_explicit_upgrade(target.identifier)
    elif not request.force and (failed := backed_off(context, target, version)) is not None:
        state, error = UpdateState.backed_off, failed
    elif state is UpdateState.unknown:
        error = unknown_version(one.entry.name, target.identifier)
    return Update(installed=one, state=state, version=version, chosen=chosen, error=error)


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
