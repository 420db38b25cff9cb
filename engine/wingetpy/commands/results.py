"""From outcomes to the results that callers get, with the reference's word for how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from wingetpy.commands.objects import InstallResult, RepairResult, Status, UninstallResult
from wingetpy.commands.parameters import Totals
from wingetpy.errors import (
    Cancelled,
    EngineError,
    ErrorCode,
    ErrorReport,
    ManifestError,
    NotFound,
    SourceError,
    TransferError,
)
from wingetpy.operations.execute import ExecuteOptions
from wingetpy.operations.outcome import Outcome
from wingetpy.operations.request import WhenRunning

_NOTHING_NEWER = {
    ErrorCode.UpdateNotApplicable,
    ErrorCode.UpgradeNotSupported,
    ErrorCode.UpgradeVersionNotNewer,
    ErrorCode.UpgradeVersionUnknown,
    ErrorCode.InstallTechnologyMismatch,
    ErrorCode.PackageIsPinned,
}


class ChangeLimits(Protocol):
    """What the parameters of all changes have in common."""

    @property
    def timeout_seconds(self) -> float | None: ...
    @property
    def lock_wait_seconds(self) -> float: ...
    @property
    def when_running(self) -> WhenRunning | None: ...


def execute_options(parameters: ChangeLimits, *, accepted: bool = False) -> ExecuteOptions:
    """Return how the caller wants a plan to be carried out; `accepted`: with all package agreements."""
    return ExecuteOptions(
        timeout_seconds=parameters.timeout_seconds,
        lock_wait_seconds=parameters.lock_wait_seconds,
        accept_package_agreements=accepted,
        when_running=parameters.when_running,
        metered_connection=getattr(parameters, "metered_connection", None),
    )


def install_result(outcome: Outcome) -> InstallResult:
    """Return the result of an install or update."""
    plan, error = outcome.planned.plan, outcome.error
    return InstallResult(
        id=plan.id,
        name=plan.name,
        source=plan.source,
        version=outcome.version_after,
        installed_version=outcome.version_before,
        status=status_of(error, "InstallError"),
        changed=outcome.changed,
        reason=outcome.reason,
        installer_error_code=_exit_code(outcome),
        reboot_required=outcome.reboot_required,
        product_code=outcome.product_code,
        install_location=outcome.location,
        log_path=outcome.log,
        fetched_bytes=outcome.fetched_bytes,
        saved_bytes=outcome.saved_bytes,
        path_added=outcome.path_added,
        installation_notes=outcome.planned.notes if outcome.changed and error is None else "",
        error_code=error.code.hex if error else "",
        error=ErrorReport.of(error) if error else None,
    )


def uninstall_result(outcome: Outcome) -> UninstallResult:
    """Return the result of an uninstall."""
    plan, error = outcome.planned.plan, outcome.error
    return UninstallResult(
        id=plan.id,
        name=plan.name,
        source=plan.source,
        installed_version=plan.from_version,
        status=status_of(error, "UninstallError"),
        changed=outcome.changed,
        reason=outcome.reason,
        uninstaller_error_code=_exit_code(outcome),
        reboot_required=outcome.reboot_required,
        log_path=outcome.log,
        path_removed=outcome.path_removed,
        error_code=error.code.hex if error else "",
        error=ErrorReport.of(error) if error else None,
    )


def repair_result(outcome: Outcome) -> RepairResult:
    """Return the result of a repair."""
    plan, error = outcome.planned.plan, outcome.error
    return RepairResult(
        id=plan.id,
        name=plan.name,
        source=plan.source,
        installed_version=plan.from_version,
        status=status_of(error, "RepairError"),
        changed=outcome.changed,
        reason=outcome.reason,
        repair_error_code=_exit_code(outcome),
        reboot_required=outcome.reboot_required,
        product_code=outcome.product_code,
        install_location=outcome.location,
        log_path=outcome.log,
        error_code=error.code.hex if error else "",
        error=ErrorReport.of(error) if error else None,
    )


def totals(outcomes: Sequence[Outcome], *, stopped: bool = False) -> Totals:
    """Return how many there were, how many failed, and whether a cancellation left something undone.

    Args:
        stopped: Whether packages were left out because the caller cancelled.
    """
    failed = sum(one.error is not None for one in outcomes)
    cancelled = stopped or any(isinstance(one.error, Cancelled) for one in outcomes)
    return Totals(count=len(outcomes), failed=failed, cancelled=cancelled)


def status_of(error: EngineError | None, otherwise: Status) -> Status:
    """Return the reference's word for how it ended: by the code where it has one, else by what failed."""
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


def _exit_code(outcome: Outcome) -> int:
    failed = outcome.error.installer_exit_code if outcome.error else None
    return failed if failed is not None else outcome.installer_exit_code
