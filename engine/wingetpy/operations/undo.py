"""Taking an operation back: an update by the version before it, an install by a removal, an uninstall by an install."""

from __future__ import annotations

from typing import get_args

from msgspec.structs import replace

from wingetpy.correlation.correlated import Correlated
from wingetpy.errors import ErrorCode, NotFound, OperationError
from wingetpy.errors.remedies import HISTORY, NOT_INSTALLED, NOTHING_TO_UNDO, UNDO_ANYWAY, Remedy
from wingetpy.model.call import Call
from wingetpy.model.operation import OperationKind
from wingetpy.model.technology import traits_of
from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.decide import decide_install, decide_uninstall
from wingetpy.operations.find_target import choose_version, target_of
from wingetpy.operations.history import HistoryQuery, find_history, undone
from wingetpy.operations.installed import Inventory, matching, several_installed, take_inventory
from wingetpy.operations.plan import PlannedOperation
from wingetpy.operations.plan_chosen import or_failure, plan_chosen
from wingetpy.operations.request import InstallRequest, ScopeWish, UndoRequest, UninstallRequest, UpdateRequest
from wingetpy.operations.target import ChosenVersion, Target
from wingetpy.operations.wording import NO_PACKAGE_TO_UNINSTALL
from wingetpy.sources.request import MatchOption
from wingetpy.state.history import HistoryEntry


def plan_undo(context: Context, request: UndoRequest, call: Call) -> PlannedOperation:
    """Plan what takes an operation back: the one with the number, else the last update of the package that is meant,
    else the last update of all.

    Raises:
        NotFound: there is no such operation or package, or the version before is not offered any more.
        Ambiguous: several packages match.
        OperationError: the operation cannot be taken back.
    """
    entry = _entry(context, request, call)
    before = undone(context).get(entry.number)
    if before is not None:
        raise _cannot(entry, f"it was taken back by operation {before} already")
    if entry.result != "Succeeded":
        raise _cannot(entry, f"its result is {entry.result}")
    if _is_update(entry):
        planned = _plan_version_before(context, request, entry, call)
    elif entry.operation == "Install" and not entry.from_version:
        planned = _plan_removal(context, request, entry, call)
    elif entry.operation == "Uninstall":
        planned = _plan_install(context, request, entry, call)
    elif entry.operation in get_args(OperationKind):
        raise _cannot(entry, "it left the version as it was")
    else:
        raise _cannot(entry, "what was done where packages are deployed has no way back")
    return replace(planned, undoes=entry.number)


def _entry(context: Context, request: UndoRequest, call: Call) -> HistoryEntry:
    """Return the operation that is meant."""
    if request.number is not None:
        found = next(find_history(context, HistoryQuery(number=request.number)), None)
        if found is None:
            number = str(request.number)
            text = f"The history has no operation {number}."
            raise NotFound(text, code=ErrorCode.NothingToUndo, target=number, remedy=HISTORY)
        return found
    package = None if request.empty else _package(context, request, call)
    taken_back = undone(context)
    for entry in find_history(context, HistoryQuery()):
        is_meant = package is None or _is_of(entry, package)
        is_open = entry.result == "Succeeded" and not entry.undoes and entry.number not in taken_back
        if is_meant and is_open and _is_update(entry):
            return entry
    named = f"{package.entry.name} [{package.id}]" if package else "any package"
    raise NotFound(
        f"There is nothing to undo: the history has no update of {named} that was not taken back.",
        code=ErrorCode.NothingToUndo,
        target=package.id if package else None,
        remedy=NOTHING_TO_UNDO,
    )


def _package(context: Context, request: UndoRequest, call: Call) -> Correlated:
    """Return the one installed package that the criteria mean."""
    inventory = take_inventory(context, call, request.source)
    found = matching(inventory, request, request.scope, single=True, default=MatchOption.equals_case_insensitive)
    if not found:
        raise NotFound(NO_PACKAGE_TO_UNINSTALL, target=request.named, remedy=NOT_INSTALLED)
    if len(found) > 1:
        raise several_installed(found, request.named)
    return found[0]


def _is_update(entry: HistoryEntry) -> bool:
    """Whether an operation replaced one version by another."""
    if entry.operation not in ("Install", "Update") or not entry.from_version:
        return False
    return Version.parse(entry.from_version) != Version.parse(entry.to_version)


def _is_of(entry: HistoryEntry, there: Correlated) -> bool:
    """Whether an operation was on this installed package, in its scope."""
    if fold(entry.package) not in {fold(one) for one in (there.id, there.entry.recorded_package) if one}:
        return False
    return not entry.scope or entry.scope == there.entry.scope.value


def _plan_version_before(context: Context, request: UndoRequest, entry: HistoryEntry, call: Call) -> PlannedOperation:
    """Plan the way back to the version that an update replaced."""
    inventory, there = _installed(context, request, entry, call)
    if there is None:
        raise _cannot(entry, "the package is not installed any more")
    if not request.force and Version.parse(there.version) != Version.parse(entry.to_version):
        anyway = UNDO_ANYWAY.of(Version=entry.from_version)
        raise _cannot(entry, f"{there.version} is installed, not {entry.to_version} any more", anyway)
    if there.package is None or inventory.sources is None:
        raise _not_offered(entry, ())
    target = target_of(inventory.sources, there.package)
    version = _offered(entry, target)
    wishes = UpdateRequest(
        id=target.identifier,
        version=version,
        mode=request.mode,
        log=request.log,
        force=request.force,
        disable_interactivity=request.disable_interactivity,
        skip_dependencies=request.skip_dependencies,
    )

    def decide() -> PlannedOperation:
        chosen = choose_version(context, target, wishes, there.facts, call)
        removing = replace(wishes, uninstall_previous=_removes_first(chosen))
        planned = plan_chosen(context, removing, target, chosen, inventory, there, call)
        return _with_reason(planned, there)

    return or_failure(context, "Update", target, there, decide)


def _removes_first(chosen: ChosenVersion) -> bool:
    """Whether the newer version has to be removed before the older one can be installed."""
    installer = chosen.choice.installer
    if installer is None:
        return False
    return installer.upgrade_behavior == "deny" or not traits_of(installer.effective_type).replaces_newer


def _with_reason(planned: PlannedOperation, there: Correlated) -> PlannedOperation:
    if planned.plan.action == "None":
        return planned
    text = (
        f"An update of all packages installs {there.version} of {planned.plan.id} again; a pin that skips this version"
        " prevents it."
    )
    plan = replace(planned.plan, reason="Undo", warnings=(*planned.plan.warnings, text))
    return replace(planned, plan=plan)


def _plan_removal(context: Context, request: UndoRequest, entry: HistoryEntry, call: Call) -> PlannedOperation:
    """Plan the removal of what an operation installed."""
    _, there = _installed(context, request, entry, call)
    if there is None:
        raise _cannot(entry, "the package is not installed any more")
    if not request.force and Version.parse(there.version) != Version.parse(entry.to_version):
        raise _cannot(entry, f"{there.version} is installed, not {entry.to_version} any more")
    removal = UninstallRequest(
        mode=request.mode,
        log=request.log,
        force=request.force,
        disable_interactivity=request.disable_interactivity,
    )
    return decide_uninstall(context, removal, there)


def _plan_install(context: Context, request: UndoRequest, entry: HistoryEntry, call: Call) -> PlannedOperation:
    """Plan the install of what an operation removed, in the version that it had."""
    _, there = _installed(context, request, entry, call)
    if there is not None:
        raise _cannot(entry, f"the package is installed again, in version {there.version}")
    wishes = InstallRequest(
        id=entry.package,
        source=request.source or entry.source or None,
        version=entry.from_version,
        scope=_wish_of(entry.scope),
        match_option=MatchOption.equals_case_insensitive,
        mode=request.mode,
        log=request.log,
        force=request.force,
        disable_interactivity=request.disable_interactivity,
        skip_dependencies=request.skip_dependencies,
    )
    return decide_install(context, wishes, call)


def _installed(
    context: Context, request: UndoRequest, entry: HistoryEntry, call: Call
) -> tuple[Inventory, Correlated | None]:
    """Return what is installed of an operation's package now, with all that is installed."""
    inventory = take_inventory(context, call, request.source or entry.source or None)
    there = [one for one in inventory.packages if _is_of(entry, one)]
    same = [one for one in there if entry.product_code and one.entry.product_code == entry.product_code]
    return inventory, next(iter(same or there), None)


def _offered(entry: HistoryEntry, target: Target) -> str:
    """Return the version before an update as its source names it. Raises NotFound."""
    wanted = Version.parse(entry.from_version)
    version = next((one for one in target.versions if Version.parse(one) == wanted), None)
    if version is None:
        raise _not_offered(entry, target.versions)
    return version


def _not_offered(entry: HistoryEntry, versions: tuple[str, ...]) -> NotFound:
    offered = f"; offered: {', '.join(versions[:10])}" if versions else ""
    return NotFound(
        f"Version {entry.from_version} of {entry.package}, which operation {entry.number} replaced, is not offered by"
        f" {f'the source {entry.source}' if entry.source else 'any source'} any more{offered}.",
        code=ErrorCode.NoManifestFound,
        target=entry.package,
        remedy="Choose one of the versions that are offered, or add a source that has this one.",
    )


def _cannot(entry: HistoryEntry, why: str, remedy: Remedy = HISTORY) -> OperationError:
    return OperationError(
        f"Operation {entry.number}, the {entry.operation.lower()} of {entry.package}"
        f" {entry.to_version or entry.from_version}, cannot be undone: {why}.",
        code=ErrorCode.NothingToUndo,
        category="InvalidOperation",
        target=entry.package,
        remedy=remedy,
    )


def _wish_of(scope: str) -> ScopeWish | None:
    wishes: dict[str, ScopeWish] = {"User": "UserOrUnknown", "Machine": "SystemOrUnknown"}
    return wishes.get(scope)
