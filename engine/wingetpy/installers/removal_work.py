"""The removal of an installed program by its uninstaller."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from wingetpy.errors import EngineError
from wingetpy.hosts.host import Host
from wingetpy.installers.entries import SeenEntry, as_program_entries, require_entry
from wingetpy.installers.installer_work import refusal_of_host
from wingetpy.installers.technology import PlanStep, UninstallTask, WorkPreview
from wingetpy.installers.uninstall_command import UninstallCommand, no_uninstall_command
from wingetpy.journal.program_steps import RunProgram
from wingetpy.journal.script import Script
from wingetpy.journal.staging import Workplace
from wingetpy.model.scope import Scope
from wingetpy.model.technology import traits_of
from wingetpy.transfer.wanted import Downloaded


class RemovalWork(msgspec.Struct, frozen=True, kw_only=True):
    """What one run of an uninstaller comes to; see `technology.Work`. `command` is None where there is none."""

    task: UninstallTask
    command: UninstallCommand | None
    seen: tuple[SeenEntry, ...]
    preview: WorkPreview
    refusal: EngineError | None = None
    observes_inventory: bool = True

    def is_stale(self, host: Host) -> bool:
        return any(entry.is_changed(host) for entry in self.seen)

    def script(
        self, host: Host, workplace: Workplace, downloaded: Downloaded | None, go_on: Callable[[], None]
    ) -> Script:
        if self.command is None:
            raise no_uninstall_command(self.task.installed.local_id)
        script = Script(host, workplace.backup)
        script.steps.append(
            RunProgram(
                command_line=self.command.line,
                subject=f"The uninstaller of {self.task.installed.name}",
                purpose="uninstall",
                installer_type=self.command.installer_type,
                log_path=self.task.options.log or "",
                elevate=self._needs_elevation(host),
                may_ask=self.task.options.may_ask,
                entries=as_program_entries(self.seen),
            )
        )
        return script

    def _needs_elevation(self, host: Host) -> bool:
        """Whether it is a package of the Windows Installer for all users, which without a window cannot ask."""
        assert self.command is not None
        for_machine = self.task.installed.scope is Scope.machine
        return for_machine and traits_of(self.command.installer_type).takes_properties and not host.facts().elevated


def plan_removal(
    host: Host, task: UninstallTask, command: UninstallCommand | None, prohibited: EngineError | None = None
) -> RemovalWork:
    """Plan the run of an uninstaller.

    Args:
        prohibited: Why the command must not be started.

    Raises:
        PlanStale: the entry has gone.
    """
    installed = task.installed
    require_entry(host, installed)
    refusal: EngineError | None = no_uninstall_command(installed.local_id)
    steps: tuple[PlanStep, ...] = ()
    if command is not None:
        refusal = refusal_of_host(host, f"The uninstaller of {installed.name}", installed.local_id) or prohibited
        steps = (PlanStep("Run", command.line, f"Run the uninstaller of {installed.name}: {command.line}"),)
    return RemovalWork(
        task=task,
        command=command,
        seen=(SeenEntry.of(installed),) if installed.key else (),
        preview=WorkPreview(
            from_version=installed.version,
            scope=installed.scope.value,
            location=installed.install_location or "",
            product_code=installed.product_code or "",
            command_line=command.line if command else "",
            steps=steps,
            log=task.options.log or "",
        ),
        refusal=refusal,
    )
