"""The sentences of the seed on list, update and uninstall, word for word, in one place."""

from __future__ import annotations

from wingetpy.errors import ErrorCode, NotApplicable, NotFound
from wingetpy.errors.remedies import NOT_INSTALLED, REINSTALL, VERSION_UNKNOWN

NO_PACKAGE = "No package found matching input criteria."
NO_PACKAGE_TO_UPDATE = f"{NO_PACKAGE} Type winget list to see available applications."
NO_PACKAGE_TO_UNINSTALL = f"{NO_PACKAGE} Type winget list to see which applications are installed."


def no_update_available(name: str, target: str) -> NotApplicable:
    return NotApplicable(
        "There is no update available from the community repository. "
        f"If you need to reinstall or repair the app, try `winget repair {name}`.",
        code=ErrorCode.UpdateNotApplicable,
        target=target,
        remedy=REINSTALL,
    )


def updated_beside(name: str, target: str, version: str, newer: str) -> NotApplicable:
    """Return the error of a version of a package beside which a newer one is installed."""
    return NotApplicable(
        f"{name} [{target}] {version} is not updated: version {newer} is installed beside it, and that one is updated.",
        code=ErrorCode.UpdateNotApplicable,
        target=target,
        remedy="Name the version to install to update it all the same, or uninstall it.",
    )


def unknown_version(name: str, target: str) -> NotApplicable:
    """Return the error of a program whose entry has no version: nobody knows whether an update is one."""
    return NotApplicable(
        f"{name} [{target}] has no known version.",
        code=ErrorCode.UpgradeVersionUnknown,
        target=target,
        remedy=VERSION_UNKNOWN,
    )


def not_installed_so_no_update(name: str) -> NotFound:
    return NotFound(
        f'The application "{name}" is not installed, therefore no updates are available. '
        "If you would like to install the app, use the install command.",
        target=name,
        remedy="Install it first.",
    )


def not_installed(name: str) -> NotFound:
    return NotFound(f'The application "{name}" is not installed', target=name, remedy=NOT_INSTALLED)
