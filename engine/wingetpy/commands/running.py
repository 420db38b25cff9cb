"""Carrying a plan out, with what it needs first, and what is told of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

import msgspec

from wingetpy.commands.candidates import candidate_of, select
from wingetpy.commands.engine import Engine
from wingetpy.commands.installed import against, installed_as
from wingetpy.commands.objects import InstallResult, Status, UninstallResult
from wingetpy.commands.parameters import InstallerWishes, Totals
from wingetpy.commands.placement import portable_roots, usual_scope
from wingetpy.errors import (
    ConsentMissing,
    EngineError,
    ErrorCode,
    ErrorReport,
    ManifestError,
    NotFound,
    OperationError,
    SourceError,
    TransferError,
)
from wingetpy.model.call import Call
from wingetpy.model.scope import Scope
from wingetpy.operations.outcome import Outcome
from wingetpy.operations.plan import InstallOptions, Plan, PlannedDependency, PlannedOperation
from wingetpy.operations.planning import plan_install, plan_update
from wingetpy.operations.run import RunOptions, run_plan
from wingetpy.selection.wishes import InstalledFacts
from wingetpy.sources.request import MatchOption, SearchRequest

_NOTHING_NEWER = {
    ErrorCode.UpdateNotApplicable,
    ErrorCode.UpgradeVersionNotNewer,
    ErrorCode.UpgradeVersionUnknown,
    ErrorCode.InstallTechnologyMismatch,
}


class Limits(Protocol):
    """What the parameters of all changes have in common."""

    @property
    def timeout_seconds(self) -> float | None: ...
    @property
    def lock_wait_seconds(self) -> float: ...


class Removal(Limits, Protocol):
    @property
    def plan_id(self) -> str | None: ...


class Consent(Removal, Protocol):
    @property
    def accept_package_agreements(self) -> bool: ...


def install_as_decided(
    engine: Engine, decide: Callable[[], PlannedOperation], parameters: Consent, call: Call
) -> InstallResult:
    """Decide and carry out. Decided anew, once, if another engine has changed meanwhile what the plan rests on and
    nobody was shown that plan.
    """
    result = install_one(engine, decide(), parameters, call)
    if is_stale(result, parameters):
        result = install_one(engine, decide(), parameters, call)
    return result


def install_one(engine: Engine, planned: PlannedOperation, parameters: Consent, call: Call) -> InstallResult:
    """Carry out an install or update; a failure is in the result."""
    try:
        see_consent(planned.plan, parameters)
        needed = planned.refusal is None and _install_needed(engine, planned, parameters, call)
    except EngineError as error:
        return _install_result(planned, Outcome(status="Failed", version_before=planned.plan.from_version, error=error))
    outcome = run_plan(engine.host, planned, call, run_options(parameters))
    return _install_result(planned, msgspec.structs.replace(outcome, changed=outcome.changed or needed))


def is_stale(result: InstallResult | UninstallResult, parameters: Removal) -> bool:
    """Whether another engine has changed what the plan rests on, and nobody was shown that plan."""
    return result.error_code == ErrorCode.PlanStale.hex and parameters.plan_id is None


def uninstall_one(engine: Engine, planned: PlannedOperation, parameters: Limits, call: Call) -> UninstallResult:
    """Carry out an uninstall; a failure is in the result."""
    outcome, plan = run_plan(engine.host, planned, call, run_options(parameters)), planned.plan
    return UninstallResult(
        id=plan.id,
        name=plan.name,
        source=plan.source,
        installed_version=plan.from_version,
        status=status_of(outcome.error, "UninstallError"),
        changed=outcome.changed,
        reason=outcome.reason,
        uninstaller_error_code=outcome.installer_exit_code,
        reboot_required=outcome.reboot_required,
        path_removed=outcome.path_removed,
        error_code=outcome.error.code.hex if outcome.error else "",
        error=ErrorReport.of(outcome.error) if outcome.error else None,
    )


def failed_install(plan_id: str, name: str, source: str, installed: str, error: EngineError) -> InstallResult:
    """The result of a package that could not even be planned."""
    return InstallResult(
        id=plan_id,
        name=name,
        source=source,
        version=installed,
        installed_version=installed,
        status=status_of(error, "InstallError"),
        changed=False,
        error_code=error.code.hex,
        error=ErrorReport.of(error),
    )


def totals(results: list[InstallResult] | list[UninstallResult], call: Call) -> Totals:
    failed = sum(one.error is not None for one in results)
    return Totals(count=len(results), failed=failed, cancelled=call.cancelled)


def status_of(error: EngineError | None, otherwise: Status) -> Status:
    """The reference's word for how it ended: by the code where it has one, else by what failed."""
    if error is None:
        return "Ok"
    match error.code:
        case ErrorCode.BlockedByPolicy:
            return "BlockedByPolicy"
        case ErrorCode.InvalidClArguments | ErrorCode.InvalidParameter:
            return "InvalidOptions"
        case ErrorCode.NoApplicableInstaller:
            return "NoApplicableInstallers"
        case ErrorCode.PackageAgreementsNotAccepted:
            return "PackageAgreementsNotAccepted"
        case code if code in _NOTHING_NEWER:
            return "NoApplicableUpgrade"
    if isinstance(error, ManifestError):
        return "ManifestError"
    if isinstance(error, TransferError):
        return "DownloadError"
    if isinstance(error, SourceError | NotFound):
        return "CatalogError"
    return "InternalError" if error.code is ErrorCode.InternalError else otherwise


def run_options(parameters: Limits) -> RunOptions:
    return RunOptions(
        timeout_seconds=parameters.timeout_seconds,
        lock_wait_seconds=parameters.lock_wait_seconds,
    )


def _install_result(planned: PlannedOperation, outcome: Outcome) -> InstallResult:
    plan = planned.plan
    error = outcome.error or (planned.refusal if plan.action == "None" else None)
    return InstallResult(
        id=plan.id,
        name=plan.name,
        source=plan.source,
        version=outcome.version_after or plan.from_version,
        installed_version=plan.from_version,
        status=status_of(error, "InstallError"),
        changed=outcome.changed,
        reason=outcome.reason,
        installer_error_code=outcome.installer_exit_code,
        reboot_required=outcome.reboot_required,
        path_added=outcome.path_added,
        error_code=error.code.hex if error else "",
        error=ErrorReport.of(error) if error else None,
    )


def see_consent(plan: Plan, parameters: Consent) -> None:
    """Raises ConsentMissing with the texts, for a package that asks for agreement and was not given it."""
    if not plan.agreements or parameters.accept_package_agreements:
        return
    texts = "\n".join(f"{one.label}: {one.text} {one.url}".strip() for one in plan.agreements)
    raise ConsentMissing(
        f"{plan.name} [{plan.id}] asks for agreement to:\n{texts}",
        target=plan.id,
        remedy="Accept with -AcceptPackageAgreements (--accept-package-agreements).",
    )


def _install_needed(engine: Engine, planned: PlannedOperation, parameters: Consent, call: Call) -> bool:
    """Install what the package needs, one after the other. Whether anything was changed; raises DependenciesFailed."""
    changed = False
    plans = [(needed, _plan_needed(engine, planned.plan, needed, call)) for needed in planned.plan.dependencies]
    for _, one in plans:
        see_consent(one.plan, parameters)  # of all of them before any is installed
    for needed, one in plans:
        result = install_one(engine, one, parameters, call)
        changed = changed or result.changed
        if result.error is not None:
            raise OperationError(
                f"{planned.plan.id} needs {needed.id} {needed.version}, which was not installed:"
                f" {result.error.message}",
                code=ErrorCode.DependenciesFailed,
                target=needed.id,
                remedy=result.error.remedy,
            )
        call.message(
            "Information", f"{needed.id} {needed.version}, which {planned.plan.id} needs: successfully installed."
        )
    return changed


def _plan_needed(engine: Engine, plan: Plan, needed: PlannedDependency, call: Call) -> PlannedOperation:
    """Without its own dependencies: the list holds those already, in order. It goes where the package goes."""
    opened = engine.sources.open(call, plan.source)
    request = SearchRequest(id=needed.id, match_option=MatchOption.equals_case_insensitive)
    candidate = candidate_of(opened, opened.find_one(request))
    there = installed_as(against(engine, opened, call), candidate, None)
    wished = InstallerWishes(version=needed.version)
    selected = select(engine, candidate, wished, there.facts if there else InstalledFacts(), call)
    assert selected.choice.installer is not None
    scope = Scope.parse(plan.scope) if plan.scope else usual_scope(engine)
    options = InstallOptions(scope=scope, roots=portable_roots(engine))
    if there is None:
        return plan_install(engine.host, selected.manifest, selected.choice.installer, candidate.origin, options)
    return plan_update(
        engine.host, selected.manifest, selected.choice.installer, candidate.origin, options, there.entry
    )
