"""What came of an operation."""

from __future__ import annotations

from typing import Literal

import msgspec

from wingetpy.errors import EngineError

Status = Literal["Ok", "Failed", "Cancelled"]


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """The end of one operation.

    Attributes:
        changed: Whether the machine is another than before.
        reason: Why nothing was changed (`AlreadyInstalled`, ...), else empty.
        version_before: Empty if nothing was installed.
        version_after: Empty if nothing is installed.
        product_code: Of the entry that was written or removed.
        path_added: Elements that PATH has got, for the caller's own environment.
        path_removed: Elements that PATH has lost.
        warnings: What was also told as messages.
        error: Why it failed; the machine is as before then.
    """

    status: Status = "Ok"
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
