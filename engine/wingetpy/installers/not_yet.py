"""Technologies that are planned and not carried out yet: their work shows its command line and refuses."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from wingetpy.errors import EngineError, ErrorCode, HostError, OperationError
from wingetpy.hosts.host import Host
from wingetpy.hosts.names import suitable_path_part
from wingetpy.hosts.processes import where_programs_run
from wingetpy.installers.switches import SwitchWishes, switches
from wingetpy.installers.technology import InstallTask, PlanStep, UninstallTask, WorkPreview
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
    """Plan an installer that is not run: its switches and where each came from."""
    installer, options = task.installer, task.options
    log_name = suitable_path_part(f"{task.package}.{task.manifest.package_version}")
    wishes = SwitchWishes(
        mode=options.mode,
        override=options.override,
        custom=options.custom,
        location=str(options.location) if options.location else None,
        log=options.log or f"%TEMP%\\{log_name}.log",
        updating=task.operation == "Update",
    )
    parts = switches(installer, wishes)
    command = " ".join(part.text for part in parts)
    sentence = f"Run the {installer.effective_type} installer" + (f" with: {command}" if command else "")
    return RefusedWork(
        preview=WorkPreview(
            from_version=task.installed.version if task.installed else "",
            scope=options.scope.value if options.scope else (installer.scope or "").capitalize(),
            location=wishes.location or "",
            command_line=command,
            switches=parts,
            steps=(PlanStep("Run", command, sentence),),
        ),
        refusal=_not_run_yet(host, f"The {installer.effective_type} installer of {task.package}", task.package),
    )


def refused_uninstall(host: Host, task: UninstallTask, command: str | None) -> RefusedWork:
    """Plan an uninstaller that is not run. `command` is its command line; None: the program names none."""
    installed = task.installed
    if command is None:
        steps: tuple[PlanStep, ...] = ()
        refusal: EngineError = no_uninstall_command(installed.local_id)
    else:
        steps = (PlanStep("Run", command, f"Run the uninstaller of {installed.name}: {command}"),)
        refusal = _not_run_yet(host, f"The uninstaller of {installed.name}", installed.local_id)
    return RefusedWork(
        preview=WorkPreview(
            from_version=installed.version,
            scope=installed.scope.value,
            location=installed.install_location or "",
            product_code=installed.product_code or "",
            command_line=command or "",
            steps=steps,
        ),
        refusal=refusal,
    )


def registered_uninstaller(task: UninstallTask) -> str | None:
    """Return the command line of the uninstaller that the Apps & Features entry names."""
    installed = task.installed
    if task.options.mode == "Interactive":
        return installed.uninstall_string or None
    return installed.quiet_uninstall_string or installed.uninstall_string or None


def no_repair(task: InstallTask) -> OperationError:
    """Return why a package is not repaired."""
    return OperationError(
        f"{task.package} cannot be repaired yet: this release repairs nothing.",
        code=ErrorCode.NotSupported,
        category="NotImplemented",
        target=task.package,
        remedy="Install it again with force.",
    )


def no_uninstall_command(target: str) -> OperationError:
    """Return the error of the seed for a program that names no uninstaller."""
    return OperationError(
        "The Windows Package Manager cannot locate the uninstall command for this application. "
        "Please reach out to the application publisher for support.",
        code=ErrorCode.NoUninstallInfoFound,
        target=target,
        remedy="Remove it with its own uninstaller.",
    )


def _not_run_yet(host: Host, what: str, target: str) -> EngineError:
    if host.name != "windows":
        return HostError(
            f"{what} is a Windows program; the host '{host.name}' runs none.",
            code=ErrorCode.HostCannot,
            category="NotImplemented",
            target=target,
            remedy=where_programs_run(),
        )
    return OperationError(
        f"{what} is not run yet: this release handles portable packages and archives of them.",
        code=ErrorCode.NotSupported,
        category="NotImplemented",
        target=target,
        remedy="It comes with a later release.",
    )
