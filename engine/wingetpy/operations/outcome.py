"""What came of an operation."""

from __future__ import annotations

import msgspec

from wingetpy.errors import EngineError
from wingetpy.operations.plan import PlannedOperation


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The end of one operation.

    Attributes:
        changed: Whether the machine was changed, by the package or by its dependencies.
        reason: Why nothing was changed (`AlreadyInstalled`, ...), else empty.
        version_before: Empty if nothing was installed.
        version_after: Empty if nothing is installed.
        product_code: Of the entry that was written or removed.
        path_added: Elements that were added to PATH, for the caller's own environment.
        path_removed: Elements that were removed from PATH.
        warnings: What was also sent as messages.
        error: Why it failed; the machine is as it was before then, unless the text says otherwise.
    """

    planned: PlannedOperation
    changed: bool = False
    reason: str = ""
    version_before: str = ""
    version_after: str = ""
    product_code: str = ""
    path_added: tuple[str, ...] = ()
    path_removed: tuple[str, ...] = ()
    installer_exit_code: int = 0
    reboot_required: bool = False
    warnings: tuple[str, ...] = ()
    error: EngineError | None = None
