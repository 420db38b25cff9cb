"""What a technology says of a verb that it has not."""

from __future__ import annotations

from wingetpy.errors import ErrorCode, OperationError
from wingetpy.errors.remedies import REINSTALL
from wingetpy.installers.technology import RepairTask


def no_repair(task: RepairTask) -> OperationError:
    """Return why a package of this technology is not repaired."""
    return OperationError(
        f"{task.package} cannot be repaired: packages of the type {task.installed.installer_type} have no repair.",
        code=ErrorCode.RepairNotSupported,
        category="NotImplemented",
        target=task.package,
        remedy=REINSTALL,
    )
