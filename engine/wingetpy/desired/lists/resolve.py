"""From a document to a plan for each of its packages. Nothing is changed, and nothing is begun where one is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
from msgspec.structs import replace

from wingetpy.desired.lists.document import ListedPackage, ListedSource, PackageListDocument
from wingetpy.desired.lists.lock import LockCheck
from wingetpy.errors import BadRequest, EngineError, ErrorCode, NotFound, OperationError
from wingetpy.journal.stop_signal import StopSignal
from wingetpy.model.call import Call
from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.decide import decide_install
from wingetpy.operations.plan import PlannedOperation
from wingetpy.operations.request import InstallRequest, ScopeWish
from wingetpy.sources.request import MatchOption

_STRICT: dict[str, ScopeWish] = {"user": "User", "machine": "Machine"}
_LENIENT: dict[str, ScopeWish] = {"user": "UserOrUnknown", "machine": "SystemOrUnknown"}
_MISSING = (ErrorCode.NoApplicationsFound, ErrorCode.NoManifestFound)
_MOST_NAMED = 10


class ImportWishes(msgspec.Struct, frozen=True, kw_only=True):
    """How a list is to be understood.

    Attributes:
        source: The name of a source that all packages are taken from, whatever the list says.
        ignore_unavailable: What no source has is left out with a warning.
        ignore_versions: The newest version of each.
        no_upgrade: What is installed in any version stays.
    """

    source: str | None = None
    ignore_unavailable: bool = False
    ignore_versions: bool = False
    no_upgrade: bool = False
    disable_interactivity: bool = False


class Resolved(msgspec.Struct, frozen=True, kw_only=True):
    """One package of a list.

    Attributes:
        source: The name of its source on this machine.
        planned: Its plan, without the dependencies that come before it in the list.
        decide: Makes the plan anew, as the machine is then; refused where it does not keep to a lock file.
        is_whole: Whether the plan has all that it depends on.
    """

    package: ListedPackage
    source: str
    planned: PlannedOperation
    decide: Callable[[], PlannedOperation]
    is_whole: bool


def resolve(context: Context, document: PackageListDocument, wishes: ImportWishes, call: Call) -> list[Resolved]:
    """Plan each package of a list, in its order.

    Raises:
        NotFound: SourceNameDoesNotExist, for sources that are not configured; NotAllQueriesFoundSingle, for packages
            or versions that are not there.
        OperationError: of a lock file, the code of what does not keep to it.
        BadRequest: wishes that a lock file rules out.
        Cancelled: the caller asked to stop.
    """
    if document.is_lock and (wishes.ignore_versions or wishes.ignore_unavailable):
        raise BadRequest(
            "A lock file is imported whole, in its versions.", remedy="Import a package list, or leave out the wish."
        )
    stop = StopSignal(call, None)
    lock = LockCheck(document) if document.is_lock else None
    names = _source_names(context, document, wishes)
    found: list[Resolved] = []
    missing: list[tuple[ListedPackage, EngineError]] = []
    before: set[tuple[str, str]] = set()
    for source, name in zip(document.sources, names, strict=True):
        for one in source.packages:
            stop()
            decide = _decide(context, _request(one, name, wishes), call)
            try:
                whole = decide()
            except NotFound as error:
                if error.code not in _MISSING:
                    raise
                missing.append((one, error))
                continue
            planned = _without(whole, name, before)
            again = _locked(decide, lock) if lock is not None else decide
            found.append(Resolved(package=one, source=name, planned=planned, decide=again, is_whole=planned is whole))
            before.add((fold(name), fold(one.package_identifier)))
    _report_missing(missing, wishes, call)
    if lock is not None:
        _refuse_unlocked(lock, found)
    return found


def _source_names(context: Context, document: PackageListDocument, wishes: ImportWishes) -> list[str]:
    """Return what each source of a list is called here."""
    if wishes.source is not None:
        (one,) = context.sources.list(wishes.source)
        return [one.name] * len(document.sources)
    configured = {(fold(one.identifier), fold(one.type)): one.name for one in context.sources.list()}
    names = [configured.get(_key_of(one)) for one in document.sources]
    lacking = [one.source_details for one, name in zip(document.sources, names, strict=True) if name is None]
    if lacking:
        texts = ", ".join(f"{one.name} ({one.type}, {one.argument}, identifier {one.identifier})" for one in lacking)
        raise NotFound(
            f"The list needs sources that are not configured: {texts}.",
            code=ErrorCode.SourceNameDoesNotExist,
            target=lacking[0].name,
            remedy="Add the source if you trust it, or name a source to take the packages from.",
        )
    return [name for name in names if name is not None]


def _key_of(source: ListedSource) -> tuple[str, str]:
    return fold(source.source_details.identifier), fold(source.source_details.type)


def _request(one: ListedPackage, source: str, wishes: ImportWishes) -> InstallRequest:
    scope = _STRICT.get(one.scope or "") or _LENIENT.get(one.installed_scope or "")
    return InstallRequest(
        id=one.package_identifier,
        match_option=MatchOption.equals_case_insensitive,
        source=source,
        version=None if wishes.ignore_versions else one.version or None,
        scope=scope,
        override=one.initial_override_arguments or None,
        custom=one.initial_custom_switches or None,
        no_upgrade=wishes.no_upgrade,
        disable_interactivity=wishes.disable_interactivity,
    )


def _decide(context: Context, request: InstallRequest, call: Call) -> Callable[[], PlannedOperation]:
    def decide() -> PlannedOperation:
        planned = decide_install(context, request, call)
        if not _may_stay(planned, request):
            return planned
        return replace(planned, plan=replace(planned.plan, reason="AlreadyInstalled", error=None), refusal=None)

    return decide


def _may_stay(planned: PlannedOperation, request: InstallRequest) -> bool:
    """Whether a package is refused because it is installed: nobody wants another version, or a pin keeps this one."""
    refusal, installed = planned.refusal, planned.plan.from_version
    if refusal is None or not installed:
        return False
    if refusal.code is ErrorCode.PackageIsPinned:
        return request.version is None or Version.or_unknown(request.version) == Version.or_unknown(installed)
    return refusal.code is ErrorCode.PackageAlreadyInstalled


def _locked(decide: Callable[[], PlannedOperation], lock: LockCheck) -> Callable[[], PlannedOperation]:
    def decide_locked() -> PlannedOperation:
        planned = decide()
        fault = lock.fault(planned)
        return planned if fault is None else planned.refused(fault)

    return decide_locked


def _without(planned: PlannedOperation, source: str, before: set[tuple[str, str]]) -> PlannedOperation:
    """Return a plan without the dependencies that are installed before it because the list has them."""
    kept = tuple(one for one in planned.dependencies if (fold(source), fold(one.plan.id)) not in before)
    if len(kept) == len(planned.dependencies):
        return planned
    names = {fold(one.plan.id) for one in kept}
    steps = tuple(step for step in planned.plan.steps if step.kind != "Dependency" or fold(step.target) in names)
    plan = replace(planned.plan, dependencies=tuple(one.plan for one in kept), steps=steps)
    return replace(planned, plan=plan, dependencies=kept)


def _report_missing(missing: Sequence[tuple[ListedPackage, EngineError]], wishes: ImportWishes, call: Call) -> None:
    if wishes.ignore_unavailable:
        for one, error in missing:
            call.message("Warning", f"{one.named} is left out: {error.text}", error.code.hex)
        return
    if not missing:
        return
    named = _named([one.named for one, _ in missing])
    raise NotFound(
        f"The sources do not have all packages of the list; nothing was changed. Missing: {named}.",
        code=ErrorCode.NotAllQueriesFoundSingle,
        target=missing[0][0].package_identifier,
        remedy="Update the sources, ignore what is unavailable, or ignore the versions.",
    )


def _refuse_unlocked(lock: LockCheck, found: Sequence[Resolved]) -> None:
    faults = [fault for one in found if (fault := lock.fault(one.planned))]
    if not faults:
        return
    first = next((one for one in faults if one.code is ErrorCode.InstallerHashMismatch), faults[0])
    raise OperationError(
        f"What would be installed is not what is locked; nothing was changed. {_named([one.text for one in faults])}",
        code=first.code,
        category=first.category,
        target=first.target,
        remedy=first.advice,
    )


def _named(texts: Sequence[str]) -> str:
    more = f" and {len(texts) - _MOST_NAMED} more" if len(texts) > _MOST_NAMED else ""
    separator = " " if texts[0].endswith(".") else ", "
    return f"{separator.join(texts[:_MOST_NAMED])}{more}"
