"""Technologies that this release plans and does not carry out (MSIX): their work refuses."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from wingetpy.errors import EngineError, ErrorCode, HostError, OperationError
from wingetpy.hosts.host import Host
from wingetpy.hosts.processes import where_programs_run
from wingetpy.installers.technology import InstallTask, PlanStep, RepairTask, UninstallTask, WorkPreview
from wingetpy.journal.script import Script
from wingetpy.journal.staging import Workplace
from wingetpy.transfer.wanted import Downloaded


class RefusedWork(msgspec.Struct, frozen=True, kw_only=True):
    """A work that is shown but cannot be carried out; see `technology.Work`."""

    preview: WorkPreview
    refusal: EngineError
    observes_inventory: bool = False

    def is_stale(self, host: Host) -> bool:
        return False

    def script(
        self, host: Host, workplace: Workplace, downloaded: Downloaded | None, go_on: Callable[[], None]
    ) -> Script:
        raise self.refusal


def refused_install(host: Host, task: InstallTask) -> RefusedWork:
    """Plan a package that is not installed by this release."""
    options, kind = task.options, task.installer.effective_type
    return RefusedWork(
        preview=WorkPreview(
            from_version=task.installed.version if task.installed else "",
            scope=options.scope.value if options.scope else (task.installer.scope or "").capitalize(),
            location=str(options.location or ""),
            steps=(PlanStep("Run", task.package, f"Install the {kind} package {task.package}"),),
        ),
        refusal=_not_supported(host, f"The {kind} package {task.package}", task.package),
    )


def refused_uninstall(host: Host, task: UninstallTask, command: str) -> RefusedWork:
    """Plan a removal that is not carried out by this release. `command` shows what would remove it."""
    installed = task.installed
    return RefusedWork(
        preview=WorkPreview(
            from_version=installed.version,
            scope=installed.scope.value,
            location=installed.install_location or "",
            product_code=installed.product_code or "",
            command_line=command,
            steps=(PlanStep("Run", command, f"Remove {installed.name}: {command}"),),
        ),
        refusal=_not_supported(host, installed.name, installed.local_id),
    )


def no_repair(task: RepairTask) -> OperationError:
    """Return why a package of this technology is not repaired."""
    return OperationError(
        f"{task.package} cannot be repaired: packages of the type {task.installed.installer_type} have no repair.",
        code=ErrorCode.RepairNotSupported,
        category="NotImplemented",
        target=task.package,
        remedy="Install it again with force.",
    )


def _not_supported(host: Host, what: str, target: str) -> EngineError:
    if host.name != "windows":
        return HostError(
            f"{what} is for Windows; the host '{host.name}' installs none of its kind.",
            code=ErrorCode.HostCannot,
            category="NotImplemented",
            target=target,
            remedy=where_programs_run(),
        )
    return OperationError(
        f"{what} is not handled by this release: MSIX packages are not.",
        code=ErrorCode.NotSupported,
        category="NotImplemented",
        target=target,
        remedy="Use Windows' own tools for it.",
    )
