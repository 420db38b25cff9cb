"""The machine behind one interface: `host` has what every host offers, a file each protocol, `open_host` picks one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from wingetpy.errors import BadRequest, ErrorCode
from wingetpy.hosts.host import Host
from wingetpy.hosts.processes import has_wine

__all__ = ["open_host"]

HOST_VARIABLE = "WINGETPY_HOST"
ROOT_VARIABLE = "WINGETPY_ROOT"


def open_host(name: str | None = None, root: Path | None = None) -> Host:
    """The machine to work on.

    Args:
        name: `windows` or `sandbox`; None: WINGETPY_HOST, else windows on Windows and sandbox elsewhere.
        root: The sandbox's folder; None: WINGETPY_ROOT, else a folder of the user's.

    Raises:
        BadRequest: There is no such host, it needs another system, or a root was given to the windows host.
    """
    asked = name or os.environ.get(HOST_VARIABLE) or ("windows" if sys.platform == "win32" else "sandbox")
    match asked.lower():
        case "sandbox":
            from wingetpy.hosts.sandbox import SandboxHost  # late: start time

            return SandboxHost(root or _usual_root())
        case "windows":
            return _windows(root)
        case _:
            raise BadRequest(f"There is no host '{asked}'.", target=asked, remedy="Use windows or sandbox.")


def _windows(root: Path | None) -> Host:
    if sys.platform == "win32":
        if root is not None:
            raise BadRequest(
                "The windows host is the machine itself and has no root.",
                target=str(root),
                remedy="Leave the root away.",
            )
        from wingetpy.hosts.windows import WindowsHost  # late: only there, and start time

        return WindowsHost()
    wine = " or under Wine (docs/wine.md)" if has_wine() else "; this machine has no Wine"
    raise BadRequest(
        "The windows host needs Windows.",
        code=ErrorCode.HostCannot,
        target="windows",
        remedy=f"Use the sandbox host, or run the engine with a Windows Python on Windows{wine}.",
    )


def _usual_root() -> Path:
    if given := os.environ.get(ROOT_VARIABLE):
        return Path(given)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "wingetpy" / "sandbox"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "wingetpy" / "sandbox"
