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
from wingetpy.model.pin import PinType
from wingetpy.model.text import fold
from wingetpy.model.version import Version
from wingetpy.operations.context import Context
from wingetpy.operations.decide import decide_install
from wingetpy.operations.find_target import find_target
from wingetpy.operations.plan import PlannedOperation
from wingetpy.operations.request import InstallRequest, ScopeWish
from wingetpy.sources.request import MatchOption

_STRICT: dict[str, ScopeWish] = {"user": "User", "machine": "Machine"}
_LENIENT: dict[str, ScopeWish] = {"user": "UserOrUnknown", "machine": "SystemOrUnknown"}
_MISSING = (ErrorCode.NoApplicationsFound, ErrorCode.NoManifestFound)
_MISSING_OF_LIST = "Update the sources, ignore what is unavailable, or ignore the versions."
_MISSING_OF_LOCK = "Update the sources, or make the lock file again."
_MOST_NAMED = 10


class ImportWishes(msgspec.Struct, frozen=True, kw_only=True):
    """How a list is to be understood.

    Attributes:
        source: The name of a source that all packages are taken from, whatever the list says.
        ignore_unavailable: What no source has is left out with a warning, and what is of a source that is not
            configured.
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
        NotFound: SourceNameDoesNotExist, for sources that are not configured (with `ignore_unavailable` where none of
            the list's is); NotAllQueriesFoundSingle, for packages or versions that are not there.
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
            if name is None:
                missing.append((one, _not_configured([source])))
                continue
            try:
                asked = _request(one, name, wishes)
                decide = _decide(context, _within_pins(context, asked, one, call), call, version=asked.version)
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
    _report_missing(missing, wishes, call, is_lock=document.is_lock)
    if lock is not None:
        _refuse_unlocked(lock, found)
    return found


def _source_names(context: Context, document: PackageListDocument, wishes: ImportWishes) -> list[str | None]:
    """Return what each source of a list is called here; None for one that is not configured, where that is ignored."""
    if wishes.source is not None:
        (named,) = context.sources.list(wishes.source)
        return [named.name] * len(document.sources)
    configured = {(fold(one.identifier), fold(one.type)): one.name for one in context.sources.list()}
    lacking = [one for one in document.sources if one.key not in configured]
    if lacking and (not wishes.ignore_unavailable or len(lacking) == len(document.sources)):
        raise _not_configured(lacking)
    return [configured.get(one.key) for one in document.sources]


def _not_configured(sources: Sequence[ListedSource]) -> NotFound:
    details = [one.source_details for one in sources]
    texts = ", ".join(f"{one.name} ({one.type}, {one.argument}, identifier {one.identifier})" for one in details)
    return NotFound(
        f"The list needs sources that are not configured: {texts}.",
        code=ErrorCode.SourceNameDoesNotExist,
        target=details[0].name,
        remedy="Add the source if you trust it, or name a source to take the packages from.",
    )


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


def _within_pins(context: Context, request: InstallRequest, one: ListedPackage, call: Call) -> InstallRequest:
    """Return the request with the newest version that the list's own pins let through, where they rule out any.

    Raises:
        NotFound: NoManifestFound, where they let none of the source's versions through.
    """
    bounding = [pin for pin in one.pins("") if pin.type in (PinType.gating, PinType.skip)]
    if request.version is not None or not bounding:
        return request
    target = find_target(context, request, call, to_install=True)
    for text in target.versions:
        if all(pin.fits(Version.parse(text)) for pin in bounding):
            return replace(request, version=text)
    raise NotFound(
        f"The pin of {one.package_identifier} in the list lets no version of the source {request.source} through.",
        code=ErrorCode.NoManifestFound,
        target=one.package_identifier,
        remedy="Correct the pin in the list.",
    )


def _decide(
    context: Context, request: InstallRequest, call: Call, *, version: str | None
) -> Callable[[], PlannedOperation]:
    def decide() -> PlannedOperation:
        planned = decide_install(context, request, call)
        if not _may_stay(planned, version):
            return planned
        return replace(planned, plan=replace(planned.plan, reason="AlreadyInstalled", error=None), refusal=None)

    return decide


def _may_stay(planned: PlannedOperation, version: str | None) -> bool:
    """Whether a package is refused because it is installed: nobody wants another version, or a pin keeps this one."""
    refusal, installed = planned.refusal, planned.plan.from_version
    if refusal is None or not installed:
        return False
    if refusal.code is ErrorCode.PackageIsPinned:
        return version is None or Version.or_unknown(version) == Version.or_unknown(installed)
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


def _report_missing(
    missing: Sequence[tuple[ListedPackage, EngineError]], wishes: ImportWishes, call: Call, *, is_lock: bool
) -> None:
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
        remedy=_MISSING_OF_LOCK if is_lock else _MISSING_OF_LIST,
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
