"""The sentences of the specification (seed on list, update and uninstall), word for word, in one place."""

from __future__ import annotations

from wingetpy.errors import ErrorCode, NotApplicable, NotFound, OperationError

NO_PACKAGE = "No package found matching input criteria."
NO_PACKAGE_TO_UPDATE = f"{NO_PACKAGE} Type winget list to see available applications."
NO_PACKAGE_TO_UNINSTALL = f"{NO_PACKAGE} Type winget list to see which applications are installed."


def no_update_available(name: str, target: str) -> NotApplicable:
    return NotApplicable(
        "There is no update available from the community repository. "
        f"If you need to reinstall or repair the app, try `winget repair {name}`.",
        code=ErrorCode.UpdateNotApplicable,
        target=target,
        remedy="Install it again with --force (-Force) if it is damaged.",
    )


def not_installed_so_no_update(name: str) -> NotFound:
    return NotFound(
        f'The application "{name}" is not installed, therefore no updates are available. '
        "If you would like to install the app, use the install command.",
        target=name,
        remedy="Install it first.",
    )


def not_installed(name: str) -> NotFound:
    return NotFound(
        f'The application "{name}" is not installed', target=name, remedy="List what is installed to see its name."
    )


def no_uninstall_command(target: str) -> OperationError:
    return OperationError(
        "The Windows Package Manager cannot locate the uninstall command for this application. "
        "Please reach out to the application publisher for support.",
        code=ErrorCode.NoUninstallInfoFound,
        target=target,
        remedy="Remove it by its own means.",
    )
