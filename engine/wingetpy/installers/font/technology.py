"""Fonts: planned, not installed yet."""

from __future__ import annotations

from wingetpy.hosts.host import Host
from wingetpy.installers.not_yet import no_repair, refused_install, refused_uninstall, registered_uninstaller
from wingetpy.installers.technology import InstallTask, UninstallTask, Work


class Font:
    """Font files, alone or in an archive."""

    def install(self, host: Host, task: InstallTask) -> Work:
        return refused_install(host, task)

    def uninstall(self, host: Host, task: UninstallTask) -> Work:
        return refused_uninstall(host, task, registered_uninstaller(task))

    def repair(self, host: Host, task: InstallTask) -> Work:
        raise no_repair(task)


TECHNOLOGY = Font()
