"""The removal of the installed version before an update, where the manifest or the caller wants it."""

from __future__ import annotations

from wingetpy.hosts.host import Host
from wingetpy.installers.kinds import technology_of_installed
from wingetpy.installers.technology import InstallTask, UninstallOptions, UninstallTask, Work


def removal_of_previous(host: Host, task: InstallTask) -> Work | None:
    """Return the work that removes what is installed; None where the new version is installed over it."""
    wanted = task.options.uninstall_previous or task.installer.upgrade_behavior == "uninstallPrevious"
    if task.installed is None or not wanted:
        return None
    return technology_of_installed(task.installed.installer_type).uninstall(
        host,
        UninstallTask(
            package=task.package,
            installed=task.installed,
            options=UninstallOptions(mode=task.options.mode, force=task.options.force, may_ask=task.options.may_ask),
            settings=task.settings,
        ),
    )
