"""MSIX packages and bundles: deployed by the system, for a user or for all."""

from __future__ import annotations

from wingetpy.hosts.host import Host
from wingetpy.installers.kinds import technology_of
from wingetpy.installers.msix.install import plan_install
from wingetpy.installers.msix.removal import plan_removal, plan_repair
from wingetpy.installers.technology import InstallTask, RepairTask, UninstallTask, Work


class Msix:
    """A package that the system deploys. What is installed is known by its family."""

    def install(self, host: Host, task: InstallTask) -> Work:
        return plan_install(host, task)

    def uninstall(self, host: Host, task: UninstallTask) -> Work:
        return plan_removal(host, task)

    def repair(self, host: Host, task: RepairTask) -> Work:
        if task.installer is not None and task.installer.effective_type == "msstore":
            return technology_of(task.installer, task.package).repair(host, task)
        return plan_repair(host, task)


TECHNOLOGY = Msix()
