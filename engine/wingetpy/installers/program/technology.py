"""Installers that are programs: exe, Inno Setup, NSIS, Burn."""

from __future__ import annotations

from wingetpy.hosts.host import Host
from wingetpy.installers.installer_work import plan_installer
from wingetpy.installers.own_entries import refusal_of_user_entry
from wingetpy.installers.previous import removal_of_previous
from wingetpy.installers.removal_work import plan_removal
from wingetpy.installers.repair import repair_by_program
from wingetpy.installers.technology import InstallTask, RepairTask, UninstallTask, Work
from wingetpy.installers.uninstall_command import uninstall_command


class Program:
    """An installer that is run with switches, and the uninstaller that its Apps & Features entry names."""

    def install(self, host: Host, task: InstallTask) -> Work:
        return plan_installer(host, task, before="", previous=removal_of_previous(host, task))

    def uninstall(self, host: Host, task: UninstallTask) -> Work:
        command = uninstall_command(host, task.installed, task.options.mode)
        return plan_removal(host, task, command, refusal_of_user_entry(host, task.installed, task.package))

    def repair(self, host: Host, task: RepairTask) -> Work:
        return repair_by_program(host, task)


TECHNOLOGY = Program()
