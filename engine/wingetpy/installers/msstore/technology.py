"""Packages of the Microsoft Store: planned, not installed yet."""

from __future__ import annotations

from wingetpy.hosts.host import Host
from wingetpy.installers.technology import InstallTask, RepairTask, UninstallTask, Work
from wingetpy.installers.unsupported import no_repair, refused_install, refused_uninstall


class Store:
    """A package that the Store service installs by its product id."""

    def install(self, host: Host, task: InstallTask) -> Work:
        return refused_install(host, task)

    def uninstall(self, host: Host, task: UninstallTask) -> Work:
        return refused_uninstall(host, task, f"Remove-AppxPackage {task.installed.family_name or task.installed.name}")

    def repair(self, host: Host, task: RepairTask) -> Work:
        raise no_repair(task)


TECHNOLOGY = Store()
