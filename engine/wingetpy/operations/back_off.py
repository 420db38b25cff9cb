"""An update that failed three times in a row is left out of updates of many packages: for a day, and then for seven."""

from __future__ import annotations

import time

from wingetpy.errors import (
    ArchiveUnreadable,
    ArchiveUnsafe,
    EngineError,
    ErrorCode,
    HostError,
    ManifestError,
    MsixError,
    OperationError,
    TransferError,
)
from wingetpy.model.call import Call
from wingetpy.operations.context import Context
from wingetpy.operations.outcome import Outcome
from wingetpy.operations.target import Target
from wingetpy.state.failures import FailedUpdate, failure_key, forget_failures, note_failure

FAILURES = 3
DAY = 86_400.0
_COUNTED = (OperationError, ArchiveUnreadable, ArchiveUnsafe, MsixError, ManifestError)
"""What says that the same update would fail again. What the machine or the network refused may pass by itself."""
_COUNTED_TRANSFERS = (ErrorCode.InstallerHashMismatch, ErrorCode.InstallerZeroByteFile, ErrorCode.HttpNotFound)
_PASSING = (
    ErrorCode.PackageInUse,
    ErrorCode.InstallInProgress,
    ErrorCode.FileInUse,
    ErrorCode.DiskFull,
    ErrorCode.BlockedByPolicy,
)


def wait_of(failed: FailedUpdate, now: float) -> float:
    """Return how many seconds an update is left out from now on; 0 if it is tried.

    The first wait is a day, each later one seven. A clock that was set back makes no wait longer than that.
    """
    if failed.count < FAILURES:
        return 0.0
    whole = DAY if failed.count == FAILURES else 7 * DAY
    return max(0.0, min(whole, failed.last + whole - now))


def backed_off(context: Context, target: Target, version: str) -> OperationError | None:
    """Return why an update of many packages leaves this one out; None if it does not."""
    failed = context.stores.failures.failures(context.host.state_folder()).get(
        failure_key(target.origin.identifier, target.identifier)
    )
    if failed is None or failed.version != version:
        return None
    wait = wait_of(failed, context.host.clock.now())
    if not wait:
        return None
    until = time.strftime("%Y-%m-%d %H:%M", time.localtime(context.host.clock.now() + wait))
    return OperationError(
        f"The update of {target.identifier} to {version} failed {failed.count} times; it is tried again after {until}.",
        code=ErrorCode.UpdateNotApplicable,
        category="LimitsExceeded",
        target=target.identifier,
        remedy="Name the package, or use force, to try it now.",
    )


def note_outcome(context: Context, outcome: Outcome, call: Call, *, among_many: bool) -> None:
    """Count the failure of an update, or forget those before a success. An update that reports success and leaves the
    version in Apps & Features as it was counts as a failure.

    Args:
        among_many: The package was not named; a named or forced one begins to count once more.
    """
    planned = outcome.planned
    if planned.plan.operation != "Update" or planned.plan.action == "None" or planned.target is None:
        return
    key = failure_key(planned.target.origin.identifier, planned.target.identifier)
    folder = context.host.state_folder()
    try:
        if _is_failure(outcome):
            note_failure(folder, key, planned.plan.to_version, context.host.clock.now(), first=not among_many)
        elif outcome.error is None and outcome.changed and not outcome.version_is_old:
            forget_failures(folder, key)
    except HostError as error:  # the result of the update counts more than what is noted of it
        call.message("Verbose", error.text, error.code.hex)


def _is_failure(outcome: Outcome) -> bool:
    """Whether the same update would be offered and fail again. One that left the version as it was does so, unless a
    restart is to complete it."""
    if outcome.error is None:
        return outcome.version_is_old and not outcome.reboot_required
    return _counts(outcome.error)


def _counts(error: EngineError) -> bool:
    if error.code in _PASSING:
        return False
    if isinstance(error, TransferError):
        return error.code in _COUNTED_TRANSFERS
    return isinstance(error, _COUNTED)
