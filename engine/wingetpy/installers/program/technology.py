"""Installers that are programs (exe, Inno Setup, NSIS, Burn): planned with their command line, not run yet."""

from __future__ import annotations

from wingetpy.hosts.host import Host
from wingetpy.installers.not_yet import no_repair, refused_install, refused_uninstall, registered_uninstaller
from wingetpy.installers.technology import InstallTask, UninstallTask, Work


class Program:
    """An installer that is run with switches, and the uninstaller that its Apps & Features entry names."""

    def install(self, host: Host, task: InstallTask) -> Work:
        return refused_install(host, task)

    def uninstall(self, host: Host, task: UninstallTask) -> Work:
        return refused_uninstall(host, task, registered_uninstaller(task))

    def repair(self, host: Host, task: InstallTask) -> Work:
        raise no_repair(task)


TECHNOLOGY = Program()
