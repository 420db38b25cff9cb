"""What came of an operation."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import msgspec

from wingetpy.errors import EngineError
from wingetpy.installers.technology import Work
from wingetpy.journal.script import Script
from wingetpy.journal.step import StepResult
from wingetpy.operations.observe import Observed
from wingetpy.operations.plan import PlannedOperation


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The end of one operation.

    Attributes:
        changed: Whether the machine was changed, by the package or by its dependencies.
        reason: Why nothing was changed (`AlreadyInstalled`, ...), else empty.
        version_before: Empty if nothing was installed.
        version_after: Empty if nothing is installed.
        product_code: Of the entry that was written or removed.
        scope: `User` or `Machine`; empty where it is unknown.
        location: Where it was installed; empty where it is unknown.
        log: Where the program that ran wrote its log; empty where it wrote none.
        path_added: Elements that were added to PATH, for the caller's own environment.
        path_removed: Elements that were removed from PATH.
        fetched_bytes: What was transferred of an installer that was read where it lies; None of a downloaded one.
        saved_bytes: What of it needed no transfer, because an older version had it.
        version_is_old: Whether Apps & Features has the version from before an update, or an older one, although its
            installer reported success.
        warnings: What was also sent as messages.
        error: Why it failed; the machine is as it was before then, unless the text says otherwise.
    """

    planned: PlannedOperation
    changed: bool = False
    reason: str = ""
    version_before: str = ""
    version_after: str = ""
    product_code: str = ""
    scope: str = ""
    location: str = ""
    log: str = ""
    path_added: tuple[str, ...] = ()
    path_removed: tuple[str, ...] = ()
    installer_exit_code: int = 0
    reboot_required: bool = False
    fetched_bytes: int | None = None
    saved_bytes: int | None = None
    version_is_old: bool = False
    warnings: tuple[str, ...] = ()
    error: EngineError | None = None


def unchanged(planned: PlannedOperation, changed: bool) -> Outcome:
    """Return the outcome of a plan that did not change its package; `changed` where its dependencies were."""
    plan, there = planned.plan, planned.installed
    return Outcome(
        planned=planned,
        changed=changed,
        reason=plan.reason,
        version_before=plan.from_version,
        version_after=plan.from_version,
        product_code=(there.product_code if there else None) or "",
        scope=there.scope.value if there else "",
        location=(there.install_location if there else None) or "",
    )


def failed(planned: PlannedOperation, error: EngineError, changed: bool, seen: Observed) -> Outcome:
    """Return the outcome of a plan that failed.

    Args:
        changed: Whether dependencies were changed.
        seen: What Apps & Features says after it: a program that fails may have changed the machine all the same.
    """
    left = unchanged(planned, changed or seen.changed)
    if seen.gone:
        left = msgspec.structs.replace(left, version_after="", product_code="", scope="", location="")
    elif seen.changed and seen.entry is not None:
        left = msgspec.structs.replace(left, version_after=seen.entry.version)
    return msgspec.structs.replace(left, error=error, log=error.log_path or "", warnings=seen.warnings)


class Done(NamedTuple):
    """The steps of an operation that succeeded, what they reported, and what was seen afterwards."""

    script: Script
    results: list[StepResult]
    observed: Observed

    @property
    def steps(self) -> int:
        return len(self.script.steps)


def changed_by(planned: PlannedOperation, work: Work, done: Done) -> Outcome:
    """Return the outcome of a plan that was carried out."""
    script, results, observed = done
    plan, entry = planned.plan, observed.entry
    return Outcome(
        planned=planned,
        version_before=plan.from_version,
        version_after=plan.to_version,
        product_code=(entry.product_code if entry else None) or work.preview.product_code,
        scope=entry.scope.value if entry else plan.scope,
        location=(entry.install_location if entry else None) or plan.location,
        log=work.preview.log,
        path_added=tuple(script.added_to_path()),
        path_removed=tuple(script.removed_from_path()),
        installer_exit_code=next((one.exit_code for one in results if one.exit_code), 0),
        reboot_required=observed.reboot_required or any(one.reboot_required for one in results),
        version_is_old=observed.version_is_old,
        fetched_bytes=_sum(one.fetched_bytes for one in results),
        saved_bytes=_sum(one.saved_bytes for one in results),
        warnings=(*script.warnings, *observed.warnings, *(text for one in results for text in one.warnings)),
    )


def _sum(sizes: Iterable[int | None]) -> int | None:
    """Return the sum of what is known; None where nothing is."""
    known = [size for size in sizes if size is not None]
    return sum(known) if known else None
