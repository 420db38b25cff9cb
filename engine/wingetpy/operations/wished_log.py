"""The log that the user wishes of an installer."""

from __future__ import annotations

from wingetpy.errors import ErrorCode
from wingetpy.manifests.model import Installer
from wingetpy.model.call import Call


def wished_log(log: str | None, installer: Installer, package: str, call: Call) -> str | None:
    """Return where the log goes; None, with a warning, where the manifest says that the installer writes none."""
    if log is None or installer.takes("log"):
        return log
    text = f"The installer of {package} writes no log: its manifest says so. The log is left out."
    call.message("Warning", text, ErrorCode.UnsupportedArgument.hex)
    return None
