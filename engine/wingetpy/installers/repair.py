"""The repair of an installed program: by msiexec, its own program, or its installer. Rules of the reference client."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from wingetpy.errors import EngineError, ErrorCode, OperationError
from wingetpy.errors.remedies import REINSTALL
from wingetpy.hosts.host import Host
from wingetpy.installers.entries import SeenEntry, as_program_entries, require_entry
from wingetpy.installers.installer_work import plan_installer, refusal_of_host
from wingetpy.installers.own_entries import refusal_of_borrowed_code, refusal_of_user_entry
from wingetpy.installers.switches import SwitchWishes, arguments, switches
from wingetpy.installers.technology import InstallTask, PlanStep, RepairTask, Work, WorkPreview
from wingetpy.installers.uninstall_command import is_product_code, msiexec_repair, started
from wingetpy.journal.program_steps import RunProgram
from wingetpy.journal.script import Script
from wingetpy.journal.staging import Workplace
from wingetpy.manifests.model import Installer
from wingetpy.model.scope import Scope
from wingetpy.model.technology import can_replace, parse_installer_type
from wingetpy.transfer.wanted import Downloaded


class RepairWork(msgspec.Struct, frozen=True, kw_only=True):
    """What one run of a program that is installed comes to; see `technology.Work`.

    Attributes:
        command: The command line; `installer_type` says what its exit codes mean.
        elevate: It is for all users and cannot ask for administrator rights itself.
    """

    task: RepairTask
    command: str
    installer_type: str
    elevate: bool
    seen: tuple[SeenEntry, ...]
    preview: WorkPreview
    refusal: EngineError | None = None
    observes_inventory: bool = True

    def is_stale(self, host: Host) -> bool:
        return any(entry.is_changed(host) for entry in self.seen)

    def script(
        self, host: Host, workplace: Workplace, downloaded: Downloaded | None, go_on: Callable[[], None]
    ) -> Script:
        script = Script(host, workplace.backup)
        script.steps.append(
            RunProgram(
                command_line=self.command,
                subject=f"The repair of {self.task.installed.name}",
                purpose="repair",
                installer_type=self.installer_type,
                log_path=self.task.options.log or "",
                elevate=self.elevate,
                may_ask=self.task.options.may_ask,
                entries=as_program_entries(self.seen),
            )
        )
        return script


def repair_by_msiexec(host: Host, task: RepairTask) -> RepairWork:
    """Plan the repair of a Windows Installer product by its code.

    Raises:
        OperationError: RepairNotSupported where its entry forbids it.
    """
    installed, options = task.installed, task.options
    _refuse_forbidden(task)
    if not installed.product_code or not is_product_code(installed.product_code):
        raise _no_information(task, "its entry names no product code")
    elevate = installed.scope is Scope.machine and not host.facts().elevated
    command = msiexec_repair(host, installed.product_code, options.mode, options.log or "")
    borrowed = refusal_of_borrowed_code(host, installed, task.package)
    return _work(host, task, command, "msi", elevate, prohibited=borrowed)


def repair_by_program(host: Host, task: RepairTask) -> Work:
    """Plan the repair that the manifest of the installed version describes (RepairBehavior).

    Raises:
        OperationError: RepairNotSupported, NoRepairInfoFound, RepairNotApplicable, AdminContextRepairProhibited.
    """
    _refuse_forbidden(task)
    installer, manifest = task.installer, task.manifest
    if installer is None or manifest is None:
        raise _no_information(task, "no source has a manifest of the installed version")
    if installer.repair_behavior is None or not installer.installer_switches.repair:
        raise _no_information(task, "its manifest has no RepairBehavior with a Repair switch")
    if not can_replace(installer.effective_type, parse_installer_type(task.installed.installer_type)):
        raise OperationError(
            f"{task.package} was installed by another technology than the one that its manifest repairs.",
            code=ErrorCode.RepairNotApplicable,
            target=task.package,
            remedy="Uninstall it and install it again.",
        )
    if installer.repair_behavior == "installer":
        return plan_installer(
            host,
            InstallTask(
                operation="Install",
                manifest=manifest,
                installer=installer,
                origin=task.origin,
                options=task.options,
                settings=task.settings,
            ),
            before="",
            purpose="repair",
        )
    own = task.installed.modify_path if installer.repair_behavior == "modify" else task.installed.uninstall_string
    if not own:
        raise _no_information(task, "its entry names no program for it")
    command = f"{started(host, own)} {_arguments(installer, task)}"
    prohibited = refusal_of_user_entry(host, task.installed, task.package)
    return _work(host, task, command, installer.effective_type, elevate=False, prohibited=prohibited)


def _arguments(installer: Installer, task: RepairTask) -> str:
    wishes = SwitchWishes(mode=task.options.mode, log=task.options.log or "", repairing=True)
    return arguments(switches(installer, wishes))


def _work(
    host: Host,
    task: RepairTask,
    command: str,
    installer_type: str,
    elevate: bool,
    prohibited: EngineError | None = None,
) -> RepairWork:
    installed = task.installed
    require_entry(host, installed)
    return RepairWork(
        task=task,
        command=command,
        installer_type=installer_type,
        elevate=elevate,
        seen=(SeenEntry.of(installed),) if installed.key else (),
        preview=WorkPreview(
            from_version=installed.version,
            scope=installed.scope.value,
            location=installed.install_location or "",
            product_code=installed.product_code or "",
            command_line=command,
            steps=(PlanStep("Run", command, f"Repair {installed.name}: {command}"),),
        ),
        refusal=refusal_of_host(host, f"The repair of {installed.name}", installed.local_id) or prohibited,
    )


def _refuse_forbidden(task: RepairTask) -> None:
    """An entry may say that its program offers no repair."""
    installed = task.installed
    forbidden = [name for name, flag in (("NoModify", installed.no_modify), ("NoRepair", installed.no_repair)) if flag]
    if forbidden:
        raise OperationError(
            f"{installed.name} cannot be repaired: its Apps & Features entry says so ({', '.join(forbidden)}).",
            code=ErrorCode.RepairNotSupported,
            category="NotImplemented",
            target=task.package,
            remedy=REINSTALL,
        )


def _no_information(task: RepairTask, reason: str) -> OperationError:
    return OperationError(
        f"Nobody says how {task.installed.name} [{task.package}] is repaired: {reason}.",
        code=ErrorCode.NoRepairInfoFound,
        category="ObjectNotFound",
        target=task.package,
        remedy=REINSTALL,
    )
