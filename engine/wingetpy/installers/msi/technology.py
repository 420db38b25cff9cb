"""Windows Installer packages (MSI, WiX): planned with their command line, not run yet."""

from __future__ import annotations

from wingetpy.hosts.host import Host
from wingetpy.installers.not_yet import no_repair, refused_install, refused_uninstall
from wingetpy.installers.technology import InstallTask, UninstallTask, Work
from wingetpy.model.technology import InstallMode


class Msi:
    """A package that msiexec installs and removes by its product code."""

    def install(self, host: Host, task: InstallTask) -> Work:
        return refused_install(host, task)

    def uninstall(self, host: Host, task: UninstallTask) -> Work:
        return refused_uninstall(host, task, _msiexec(task))

    def repair(self, host: Host, task: InstallTask) -> Work:
        raise no_repair(task)


_MODES: dict[InstallMode, str] = {"Silent": " /quiet /norestart", "Default": " /passive /norestart", "Interactive": ""}


def _msiexec(task: UninstallTask) -> str | None:
    code = task.installed.product_code
    return f"msiexec /x{code}{_MODES[task.options.mode]}" if code else None


TECHNOLOGY = Msi()
