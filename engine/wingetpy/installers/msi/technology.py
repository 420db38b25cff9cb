"""Windows Installer packages (MSI, WiX)."""

from __future__ import annotations

from wingetpy.hosts.host import Host
from wingetpy.installers.installer_work import msiexec, plan_installer
from wingetpy.installers.own_entries import refusal_of_borrowed_code, refusal_of_user_entry
from wingetpy.installers.previous import removal_of_previous
from wingetpy.installers.removal_work import plan_removal
from wingetpy.installers.repair import repair_by_msiexec
from wingetpy.installers.technology import InstallTask, RepairTask, UninstallTask, Work
from wingetpy.installers.uninstall_command import (
    UninstallCommand,
    is_product_code,
    msiexec_removal,
    uninstall_command,
)


class Msi:
    """A package that msiexec installs, and removes by its product code."""

    def install(self, host: Host, task: InstallTask) -> Work:
        return plan_installer(host, task, before=f"{msiexec(host)} /i", previous=removal_of_previous(host, task))

    def uninstall(self, host: Host, task: UninstallTask) -> Work:
        code, options = task.installed.product_code, task.options
        if code and is_product_code(code):
            line = msiexec_removal(host, code, options.mode, options.log or "")
            borrowed = refusal_of_borrowed_code(host, task.installed, task.package)
            return plan_removal(host, task, UninstallCommand(line, "msi"), borrowed)
        return plan_removal(
            host,
            task,
            uninstall_command(host, task.installed, options.mode),
            refusal_of_user_entry(host, task.installed, task.package),
        )

    def repair(self, host: Host, task: RepairTask) -> Work:
        return repair_by_msiexec(host, task)


TECHNOLOGY = Msi()
